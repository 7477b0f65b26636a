import { isNotMine } from '@graflow/resolver';
import {
  type AnySpec,
  type DeadReason,
  type DeadReasonCode,
  decideRetry,
  type Failure,
  failureFrom,
  isRetried,
} from '@graflow/taskspec';
import { isDoNotRetry, isRetryLater } from './control-flow.ts';
import { codeOf } from './error-code.ts';
import type { Ending } from './execute.ts';
import type { TaskRun } from './task-run.ts';
import type { ReleaseCause } from './worker-events.ts';

/** What is done with a claim whose attempt has ended. */
export type Settlement =
  | { readonly step: 'ack'; readonly value: unknown; readonly followUps: readonly AnySpec[] | undefined }
  | { readonly step: 'retry'; readonly delayMs: number; readonly failure: Failure }
  | { readonly step: 'bury'; readonly reason: DeadReason }
  | {
      readonly step: 'release';
      readonly cause: ReleaseCause;
      readonly delayMs: number;
      readonly refusal?: Failure;
      readonly crash?: Failure;
    };

/** Gives a claim back for another worker to run at once. */
export const giveBackNow: Settlement = { step: 'release', cause: 'stopping', delayMs: 0 };

/** How long others have the first chance at a task that this worker cannot run. */
const refusedDelayMs = 1_000;

/** The resolution errors that would come again on every worker; all others say that this one cannot run the task. */
const badRecordCodes: ReadonlySet<unknown> = new Set([
  'GRAFLOW_ENVELOPE_INVALID',
  'GRAFLOW_TASK_NOT_REVIVED',
  'GRAFLOW_RECORD_INVALID',
  'GRAFLOW_PAYLOAD_INVALID',
  'GRAFLOW_PAYLOAD_TOO_LARGE',
]);

/** Decides how a claim is settled: outcome and retry policy in, one step out. Pure, but for `random`. */
export function decideSettlement(
  ending: Ending,
  { claim, spec, abortReason }: Pick<TaskRun, 'claim' | 'spec' | 'abortReason'>,
  random?: () => number,
): Settlement {
  if (ending.ended === 'value') return { step: 'ack', value: ending.value, followUps: ending.followUps };
  if (ending.ended === 'unresolved') return settleUnresolved(ending.error);
  if (codeOf(abortReason) === 'GRAFLOW_WORKER_STOPPED') return giveBackNow;
  if (ending.ended === 'lost') return { step: 'release', cause: 'runner-lost', delayMs: 0 };
  if (ending.ended === 'crashed') return { step: 'release', cause: 'crashed', delayMs: 0, crash: ending.crash };
  const { thrown } = ending;
  if (isRetryLater(thrown)) return { step: 'release', cause: 'retry-later', delayMs: thrown.delayMs };
  if (isDoNotRetry(thrown)) return buryFailed(thrown.cause);
  const { retry } = spec.options;
  const failure = failureFrom(thrown);
  const decision = decideRetry(claim.failures + 1, retry, random);
  if (decision.retry && isRetried(failure, retry)) return { step: 'retry', delayMs: decision.delayMs, failure };
  // Without a timeout there is no reason to abort, and a task may throw `undefined` too.
  const isTimeout = abortReason !== undefined && thrown === abortReason;
  return buryFailed(thrown, isTimeout ? 'GRAFLOW_TASK_TIMEOUT' : 'GRAFLOW_TASK_FAILED');
}

/** Dead-letters a task for what it threw, or for a result or follow-up that cannot travel. */
export const buryFailed = (error: unknown, code: DeadReasonCode = 'GRAFLOW_TASK_FAILED'): Settlement => ({
  step: 'bury',
  reason: { code, failure: failureFrom(error) },
});

function settleUnresolved(error: unknown): Settlement {
  const failure = failureFrom(error);
  if (!isNotMine(error) && badRecordCodes.has(codeOf(error)))
    return { step: 'bury', reason: { code: 'GRAFLOW_RECORD_INVALID', failure } };
  return { step: 'release', cause: 'refused', delayMs: refusedDelayMs, refusal: failure };
}
