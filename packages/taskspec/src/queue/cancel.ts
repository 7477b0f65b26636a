import { optionInvalid } from '../errors.ts';
import type { DeadReason } from './outcome.ts';

/** Why a task is cancelled. */
export interface CancelOptions {
  /** For whoever waits for the outcome, and for the task where it runs; at most 1,000 characters. */
  readonly reason?: string;
}

/**
 * What came of a cancel: the task is `cancelled`, now or by an earlier call; it had `ended` in another way, which stays;
 * or it is `unknown`: not enqueued yet, or forgotten.
 */
export type CancelAnswer = 'cancelled' | 'ended' | 'unknown';

const longestReason = 1_000;

/**
 * Makes the reason with which a cancelled task ends.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function cancelReason({ reason = 'Nobody needs it any more.' }: CancelOptions = {}): DeadReason {
  if (typeof reason !== 'string' || reason.length > longestReason)
    throw optionInvalid('reason', reason, `a text of at most ${longestReason} characters`);
  return { code: 'GRAFLOW_TASK_CANCELLED', failure: { name: 'Cancelled', message: reason } };
}
