import { optionInvalid } from '../errors.ts';
import { checkTaskId } from './names.ts';

/** The most tasks that one task may wait for; a group can have more members. */
const most = 1_000;

/**
 * Checks the ids of what a task waits for.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkAfter(after: readonly string[], taskId: string | undefined): void {
  if (!Array.isArray(after) || after.length > most)
    throw optionInvalid('after', after, `a list of at most ${most} ids; wait for a group instead`);
  for (const id of after as readonly unknown[]) {
    if (typeof id !== 'string') throw optionInvalid('after', id, 'a list of ids, like [handle.taskId]');
    checkTaskId(id);
  }
  if (taskId !== undefined && after.includes(taskId))
    throw optionInvalid('after', taskId, 'without the id of the task itself: it would wait for ever');
}
