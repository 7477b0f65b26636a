import { optionInvalid } from '../errors.ts';
import { checkTaskId } from './names.ts';

/**
 * Gives the id of a task or group, said as it is or by what has one.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function idOf(task: string | { readonly taskId: string }): string {
  const id: unknown = typeof task === 'string' ? task : (task as { readonly taskId?: unknown } | null)?.taskId;
  if (typeof id !== 'string') throw optionInvalid('taskId', task, 'an id, or what has one, like a handle');
  return checkTaskId(id);
}
