import type { AnySpec } from '@graflow/taskspec';
import { tasksOf } from './forms/tasks-of.ts';
import type { StoredTask } from './forms/stored-task.ts';
import { addWithin } from './limits/add-within.ts';
import type { MemoryStore } from './memory-store.ts';
import { MemoryTaskHandle } from './memory-task-handle.ts';
import type { QueueSettings } from './queue-options.ts';
import type { Sorted } from './waiting/known-keys.ts';

type Handles = readonly MemoryTaskHandle<unknown>[];

/**
 * Makes specs waiting, all or none, and gives their handles; no promise where nothing has to be waited for.
 *
 * @throws what making and adding the tasks throws.
 */
export function enqueueSpecs(
  store: MemoryStore,
  settings: QueueSettings,
  specs: readonly AnySpec[],
): Handles | Promise<Handles> {
  const tasks = tasksOf(specs, settings);
  if (!Array.isArray(tasks)) return addLater(store, specs, tasks);
  const known = addWithin(store, tasks);
  return known instanceof Promise
    ? known.then((ids) => handlesOf(store, specs, tasks, ids))
    : handlesOf(store, specs, tasks, known);
}

async function addLater(
  store: MemoryStore,
  specs: readonly AnySpec[],
  making: Promise<readonly StoredTask[]>,
): Promise<Handles> {
  const tasks = await making;
  return handlesOf(store, specs, tasks, await addWithin(store, tasks));
}

function handlesOf(
  store: MemoryStore,
  specs: readonly AnySpec[],
  tasks: readonly StoredTask[],
  known: Sorted['known'],
): Handles {
  for (const spec of specs) spec.status = 'enqueued';
  return tasks.map((task) => new MemoryTaskHandle(known?.get(task.taskId) ?? task, store));
}
