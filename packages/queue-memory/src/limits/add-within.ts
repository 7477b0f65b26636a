import { setTimeout as sleep } from 'node:timers/promises';
import { isBacklogFull } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import type { MemoryStore } from '../memory-store.ts';
import type { Sorted } from '../waiting/known-keys.ts';

const everyMs = 20;

/**
 * Adds tasks where the backlog has room for them; waits for it as long as the limit says. Gives no promise where nobody waits.
 *
 * @throws TaskSpecError `GRAFLOW_BACKLOG_FULL`, and what adding throws.
 */
export function addWithin(
  store: MemoryStore,
  tasks: readonly StoredTask[],
): Sorted['known'] | Promise<Sorted['known']> {
  try {
    return store.add(tasks, true);
  } catch (error) {
    if (!isBacklogFull(error) || error.details.waitMs === 0) throw error;
    return addLater(store, tasks, performance.now() + error.details.waitMs);
  }
}

async function addLater(store: MemoryStore, tasks: readonly StoredTask[], deadline: number): Promise<Sorted['known']> {
  for (;;) {
    await sleep(everyMs);
    try {
      return store.add(tasks, true);
    } catch (error) {
      if (!isBacklogFull(error) || performance.now() >= deadline) throw error;
    }
  }
}
