import { checkDuration } from '@graflow/taskspec';
import { codeOf } from './error-code.ts';

/** What a task throws to say that another attempt would be in vain. Made by {@link doNotRetry}. */
export interface DoNotRetry extends Error {
  /** By this it is recognised, whichever copy of the package made it. */
  readonly code: 'GRAFLOW_DO_NOT_RETRY';
}

/** What a task throws to say that it is too early. Made by {@link retryLater}. */
export interface RetryLater extends Error {
  /** By this it is recognised, whichever copy of the package made it. */
  readonly code: 'GRAFLOW_RETRY_LATER';
  /** The wait, in milliseconds. */
  readonly delayMs: number;
}

/**
 * Tells that another attempt would be in vain: the task is dead-lettered with the given error at once, whatever its
 * `retry` says. Throw what it returns.
 *
 * @example
 * ```ts
 * import { doNotRetry } from '@graflow/worker';
 *
 * export async function charge(card: string) {
 *   if (!isValid(card)) throw doNotRetry(new Error('This card is not valid.'));
 * }
 * ```
 */
export const doNotRetry = (error: unknown): DoNotRetry =>
  Object.assign(new Error('A task asked not to be retried.', { cause: error }), {
    name: 'DoNotRetry',
    code: 'GRAFLOW_DO_NOT_RETRY' as const,
  });

/**
 * Tells that it is too early: the claim is given back and the task runs again after the delay, in milliseconds. No
 * attempt is counted and nothing is reported as failed. Throw what it returns.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID` for a delay that is no number of milliseconds.
 * @example
 * ```ts
 * import { retryLater } from '@graflow/worker';
 *
 * export async function collect(reportId: string) {
 *   if (!(await isReady(reportId))) throw retryLater(5_000);
 * }
 * ```
 */
export const retryLater = (delayMs: number): RetryLater =>
  Object.assign(new Error(`A task asked to be run again in ${delayMs} ms.`), {
    name: 'RetryLater',
    code: 'GRAFLOW_RETRY_LATER' as const,
    delayMs: checkDuration('delayMs', delayMs, 0),
  });

export const isDoNotRetry = (thrown: unknown): thrown is DoNotRetry => codeOf(thrown) === 'GRAFLOW_DO_NOT_RETRY';

export const isRetryLater = (thrown: unknown): thrown is RetryLater =>
  codeOf(thrown) === 'GRAFLOW_RETRY_LATER' && typeof (thrown as RetryLater).delayMs === 'number';
