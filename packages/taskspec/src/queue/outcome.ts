import { payloadInvalid } from '../errors.ts';
import type { Failure } from './failure.ts';
import { decodePayload, encodePayload, type PayloadLimits } from '../payload/payload-codec.ts';

/** Why a task ended without a value; each code has a page in `docs/errors`. */
export type DeadReasonCode =
  | 'GRAFLOW_TASK_FAILED'
  | 'GRAFLOW_TASK_TIMEOUT'
  | 'GRAFLOW_TASK_EXPIRED'
  | 'GRAFLOW_TASK_POISON'
  | 'GRAFLOW_TASK_CANCELLED'
  | 'GRAFLOW_TASK_DROPPED'
  | 'GRAFLOW_TASK_UNROUTABLE'
  | 'GRAFLOW_UPSTREAM_FAILED'
  | 'GRAFLOW_TASK_CYCLE'
  | 'GRAFLOW_GROUP_FAILED'
  | 'GRAFLOW_GROUP_DEADLINE'
  | 'GRAFLOW_RECORD_INVALID'
  | 'GRAFLOW_SIGNATURE_INVALID';

/** Why a task is dead-lettered: a stable code, and what was seen last. */
export interface DeadReason {
  /** The stable name of the reason. */
  readonly code: DeadReasonCode;
  /** The failure or refusal seen last. */
  readonly failure: Failure;
}

/** How a task ended: with a value, or dead with a reason; and in which attempt. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown; readonly attempt: number }
  | { readonly ok: false; readonly reason: DeadReason; readonly attempt: number };

/**
 * Writes an outcome as text: `+` or `-`, the attempt, a new line, then the value or the reason.
 *
 * @throws TaskSpecError when the value cannot travel, as {@link encodePayload} says.
 */
export function encodeOutcome(outcome: Outcome, limits: PayloadLimits = {}): string {
  return outcome.ok
    ? `+${outcome.attempt}\n${encodePayload(outcome.value, asResult(limits))}`
    : `-${outcome.attempt}\n${JSON.stringify(outcome.reason)}`;
}

const asResult = (limits: PayloadLimits): PayloadLimits =>
  limits.what === undefined ? { what: 'result', ...limits } : limits;

/**
 * Reads what {@link encodeOutcome} wrote.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_INVALID` for any other text.
 */
export function decodeOutcome(text: string, limits: PayloadLimits = {}): Outcome {
  const [head, sign, digits] = /^([+-])(\d{1,9})\n/.exec(text) ?? [];
  if (head === undefined) throw payloadInvalid('an outcome without its attempt');
  const attempt = Number(digits);
  const rest = text.slice(head.length);
  if (sign === '+') return { ok: true, attempt, value: decodePayload(rest, { what: 'result', ...limits }) };
  return { ok: false, attempt, reason: parseReason(rest) };
}

function parseReason(text: string): DeadReason {
  const { code, failure } = (parseJson(text) ?? {}) as Partial<DeadReason>;
  if (typeof code !== 'string' || typeof failure?.name !== 'string' || typeof failure.message !== 'string')
    throw payloadInvalid('an outcome without its reason');
  return { code, failure };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw payloadInvalid('an outcome that is not JSON', error);
  }
}
