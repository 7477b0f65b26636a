import { optionInvalid } from '../errors.ts';
import { checkTaskId } from '../spec/names.ts';
import type { DeadReason } from './outcome.ts';

/** A task that ended without a value, and is kept so that somebody may look at it and run it again. */
export interface DeadLetter {
  /** The id of the task. */
  readonly taskId: string;
  /** How people call the task; undefined where its record cannot be read. It came from the queue: escape it before you print it. */
  readonly name: string | undefined;
  /** Why it ended. */
  readonly reason: DeadReason;
  /** The number of its last attempt; 0 where there was none. */
  readonly attempt: number;
  /** When it ended, in milliseconds since 1970. */
  readonly diedAt: number;
}

/** Which of the dead letters to list. */
export interface DeadLetterPage {
  /** How many at the most, from 1 to 1,000; 100 unless given. */
  readonly limit?: number;
  /** How many of the newest to leave out; none unless given. */
  readonly offset?: number;
}

/** What is kept of tasks that ended without a value; cancelled ones are not. */
export interface DeadLetters {
  /** Lists them, the newest first. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
  list(page?: DeadLetterPage): Promise<readonly DeadLetter[]>;
  /** Counts them. */
  count(): Promise<number>;
  /**
   * Makes dead letters waiting again, as if they had just been enqueued: with all of their attempts, and at once, also
   * where they were to run after others. Their old outcomes are gone. Gives how many it were: an id that is no dead letter, or has no record any more, changes nothing.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
   */
  replay(taskIds: string | readonly string[]): Promise<number>;
  /** Throws dead letters away; their outcomes stay for their time. Gives how many it were, as `replay` does. */
  discard(taskIds: string | readonly string[]): Promise<number>;
}

const mostPerPage = 1_000;

/** Checks which dead letters are asked for, and fills in the defaults. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function deadLetterPage({ limit = 100, offset = 0 }: DeadLetterPage = {}): Required<DeadLetterPage> {
  if (!(Number.isInteger(limit) && limit > 0 && limit <= mostPerPage))
    throw optionInvalid('limit', limit, `a whole number from 1 to ${mostPerPage}`);
  if (!(Number.isSafeInteger(offset) && offset >= 0)) throw optionInvalid('offset', offset, 'a whole number from 0');
  return { limit, offset };
}

/** Gives each of the named tasks once. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function distinctTaskIds(taskIds: string | readonly string[]): readonly string[] {
  const ids = typeof taskIds === 'string' ? [taskIds] : taskIds;
  if (!Array.isArray(ids)) throw optionInvalid('taskIds', taskIds, 'the id of a task, or a list of them');
  for (const id of ids) checkTaskId(id);
  return [...new Set(ids)];
}
