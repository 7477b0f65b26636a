import type { AnySpec } from '@graflow/taskspec';
import { LiveForm } from './live-form.ts';
import type { QueueSettings } from '../queue-options.ts';
import { SerializedForm } from './serialized-form.ts';
import type { TaskForm } from './task-form.ts';

/**
 * Makes what a queue keeps of each spec; no promise where none is needed.
 *
 * @throws TaskSpecError for arguments that cannot travel; TaskSerializationError where every task is serialized.
 */
export function formsOf(specs: readonly AnySpec[], settings: QueueSettings): TaskForm[] | Promise<TaskForm[]> {
  if (!settings.serialize) return specs.map((spec) => new LiveForm(spec, settings));
  return Promise.all(specs.map((spec) => SerializedForm.of(spec, settings)));
}
