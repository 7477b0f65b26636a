import { optionInvalid } from '../errors.ts';
import { checkDuration } from '../spec/check-duration.ts';
import { checkOptionNames } from '../spec/check-option-names.ts';

/** How much is kept of tasks that have ended; besides, each outcome is kept for its `resultTtlMs` at the most. */
export interface ResultsLimit {
  /**
   * How many bytes the outcomes may take together, each counted with 100 more. While they take more, those go that ended first,
   * as if their time were over; what ended last is kept, however large. Outcomes from before the limit do not count.
   */
  readonly bytes: number;
}

/** How many dead letters are kept; the oldest go first, as if they had been discarded. Without `deadLetters`, {@link usualLetters} are. */
export interface DeadLettersLimit {
  /** How many; 10,000 unless given. */
  readonly count?: number;
  /** For how long, in milliseconds; 30 days unless given. */
  readonly ageMs?: number;
  /** How many bytes their records may take together; 256 MiB unless given. */
  readonly bytes?: number;
}

/** What is kept of dead letters where nobody said otherwise. */
export const usualLetters: Required<DeadLettersLimit> = {
  count: 10_000,
  ageMs: 30 * 24 * 3_600_000,
  bytes: 256 * 1024 * 1024,
};

/** @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function checkResultsLimit(limit: ResultsLimit): void {
  checkOptionNames<ResultsLimit>(limit, { bytes: true });
  checkCount('results.bytes', limit.bytes);
}

/** @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function checkDeadLettersLimit(limit: DeadLettersLimit): void {
  checkOptionNames<DeadLettersLimit>(limit, { count: true, ageMs: true, bytes: true });
  const { count, ageMs, bytes } = { ...usualLetters, ...limit };
  checkCount('deadLetters.count', count);
  checkDuration('deadLetters.ageMs', ageMs, 1);
  checkCount('deadLetters.bytes', bytes);
}

/** @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function checkCount(option: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value > 0)) throw optionInvalid(option, value, 'a whole number from 1');
}
