import type { AnySpec } from '@graflow/taskspec';
import { LiveForm } from './live-form.ts';
import type { QueueSettings } from '../queue-options.ts';
import { SerializedForm } from './serialized-form.ts';
import { StoredTask } from './stored-task.ts';

/**
 * Makes what a queue keeps of each spec; no promise where none is needed.
 *
 * @throws TaskSpecError for arguments that cannot travel; TaskSerializationError where every task is serialized.
 */
export function tasksOf(specs: readonly AnySpec[], settings: QueueSettings): StoredTask[] | Promise<StoredTask[]> {
  if (!settings.serialize) return specs.map((spec) => new StoredTask(new LiveForm(spec, settings), spec));
  return Promise.all(specs.map(async (spec) => new StoredTask(await SerializedForm.of(spec, settings), spec)));
}
