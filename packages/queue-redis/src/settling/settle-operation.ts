import {
  type AnySpec,
  checkDuration,
  defaultResultTtlMs,
  encodeOutcome,
  eventReason,
  type Failure,
  type PayloadLimits,
  type SettleStep,
} from '@graflow/taskspec';
import type { HeldClaim } from '../claiming/held-claim.ts';
import { outcomeOf } from '../outcomes/outcome-of.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import type { PendingSettle } from './settle-call.ts';

/** What the settle script is told of one settle. */
type SettleOperation = Pick<PendingSettle, 'kind' | 'args'>;

/** Turns a settle of the port, one without follow-ups, into the operation that the settle script knows. */
export function operationOf(
  claim: HeldClaim,
  spec: AnySpec,
  step: SettleStep,
  resultLimits: PayloadLimits,
): SettleOperation {
  const { resultTtlMs = defaultResultTtlMs } = spec.options;
  const { attempt } = claim;
  switch (step.step) {
    case 'ack':
      return ackOf(claim, spec, step.value, resultLimits);
    case 'retry':
      return { kind: 'r', args: [delayOf(step), step.failure === undefined ? '' : retryReason(step.failure)] };
    case 'bury':
      return { kind: 'd', args: [resultTtlMs, outcomeOf(step.reason, attempt)] };
    case 'release': {
      const { refusal, crash } = step;
      if (crash !== undefined) {
        const poison = outcomeOf({ code: 'GRAFLOW_TASK_POISON', failure: crash }, attempt);
        return { kind: 'l', args: [defaultResultTtlMs, poison] };
      }
      const outcome = refusal ? outcomeOf({ code: 'GRAFLOW_TASK_UNROUTABLE', failure: refusal }, attempt) : '';
      return { kind: 'g', args: [delayOf(step), defaultResultTtlMs, outcome] };
    }
  }
}

/** @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
const delayOf = ({ delayMs = 0 }: { readonly delayMs?: number | undefined }): number =>
  delayMs === 0 ? 0 : checkDuration('delayMs', delayMs, 0);

/** Gives what every ack has, whatever stands behind it: ttl, digest and outcome, hashes of the code. */
export function ackArgs(
  claim: HeldClaim,
  spec: AnySpec,
  value: unknown,
  limits: PayloadLimits,
): readonly ScriptArgument[] {
  const { resultTtlMs = defaultResultTtlMs } = spec.options;
  return [String(resultTtlMs), storedOutcome(claim, value, limits), claim.hashes];
}

/** Most acks need no more than their outcome. */
function ackOf(claim: HeldClaim, spec: AnySpec, value: unknown, limits: PayloadLimits): SettleOperation {
  const { resultTtlMs = defaultResultTtlMs } = spec.options;
  return resultTtlMs === defaultResultTtlMs && claim.hashes === ''
    ? { kind: 'p', args: [storedOutcome(claim, value, limits)] }
    : { kind: 'a', args: [...ackArgs(claim, spec, value, limits), 0] };
}

const storedOutcome = ({ digest, attempt }: HeldClaim, value: unknown, limits: PayloadLimits): string =>
  `${digest}\n${encodeOutcome({ ok: true, value, attempt }, limits)}`;

/** Why a task is tried again, for whoever listens. */
const retryReason = (failure: Failure): string => JSON.stringify(eventReason({ code: 'GRAFLOW_TASK_FAILED', failure }));
