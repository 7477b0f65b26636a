import type { AcceptancePolicy, KeyRing, TaskStrategy } from '@graflow/resolver';
import { recordInvalid } from '../errors.ts';
import { failureFrom } from '../queue/failure.ts';
import type { DeadReason, DeadReasonCode, Outcome } from '../queue/outcome.ts';
import { type DecodeOptions, decodePayload, type PayloadLimits } from '../payload/payload-codec.ts';
import type { ReadResult } from '../payload/rich-text.ts';
import { decodeRecord, type ReceivedRecord, type StoredEnvelope, storedEnvelopeOf } from './spec-record.ts';
import { laterVersionOf } from './record-bytes.ts';
import type { RecordHeader } from './record-header.ts';

/** What a queue knows of itself and of its owner's policy when a record arrives. */
export interface Arrival extends PayloadLimits {
  /** The prefix of the queue the record came from. */
  readonly prefix: string;
  /** The name of that queue. */
  readonly queue: string;
  /** The id under which the record was stored. */
  readonly taskId: string;
  /** The strategies accepted here. */
  readonly accept: AcceptancePolicy;
  /** The keys of this process; with keys, every record must be signed. */
  readonly keys?: KeyRing | undefined;
  /** The time to judge by. */
  readonly now: number;
  /** Gives the outcome of a task whose result the arguments take, as far as the queue has it. */
  readonly outcomeOf?: ((taskId: string) => Outcome | undefined) | undefined;
}

/** A record that passed every check. */
export interface OpenedRecord {
  /** Tells this verdict from the others. */
  readonly verdict: 'good';
  /** What the record says of itself. */
  readonly header: RecordHeader;
  /** The envelope, its code named by SHA-256. */
  readonly envelope: StoredEnvelope;
  /** The arguments. */
  readonly args: readonly unknown[];
}

/** What is done with a record: run it, give it back for others (`not-mine`), or dead-letter it (`bad`). */
export type Verdict =
  | OpenedRecord
  | { readonly verdict: 'not-mine'; readonly reason: DeadReason }
  | { readonly verdict: 'bad'; readonly reason: DeadReason };

/**
 * Judges a record that arrived: version, shape, address, policy, signature, age, and only then envelope and arguments. Nothing
 * is imported or compiled, and nothing behind a failed check is read.
 */
export function openRecord(bytes: Buffer, arrival: Arrival): Verdict {
  const later = laterVersionOf(bytes);
  if (later !== undefined)
    return notMine(`The record has format version ${later}, of a later build. Update this worker.`);
  try {
    const record = decodeRecord(bytes, arrival.taskId);
    return refusalOf(record, arrival) ?? open(record, arrival);
  } catch (error) {
    return { verdict: 'bad', reason: { code: 'GRAFLOW_RECORD_INVALID', failure: failureFrom(error) } };
  }
}

function refusalOf({ header, seal }: ReceivedRecord, arrival: Arrival): Verdict | undefined {
  const { prefix, queue, taskId, accept, keys, now } = arrival;
  if (header.taskId !== taskId || header.queue !== queue || header.prefix !== prefix)
    return bad(
      'GRAFLOW_RECORD_INVALID',
      `The record was made for task ${header.taskId} of ${header.prefix}:${header.queue}.`,
    );
  if (!accept.includes(header.strategy))
    return notMine(`This worker accepts ${accept.join(', ')}, not ${header.strategy}. ${wayTo(header.strategy, keys)}`);
  if (keys !== undefined) {
    if (header.keyId === '')
      return bad(
        'GRAFLOW_SIGNATURE_INVALID',
        'The record is not signed, and this worker has a key. Give both sides the same GRAFLOW_KEY.',
      );
    const key = keys.find(header.keyId);
    if (key === undefined)
      return notMine(
        `The record is signed with key ${header.keyId}, which this worker does not have. Give both sides the same GRAFLOW_KEY.`,
      );
    if (!key.verify(seal.signed, seal.signature))
      return bad('GRAFLOW_SIGNATURE_INVALID', 'The signature does not fit the record.');
  } else if (header.strategy !== 'reference' && header.keyId !== '') {
    return notMine(
      `The record is signed with key ${header.keyId}, and this worker has no key. Give both sides the same GRAFLOW_KEY.`,
    );
  }
  if (header.expiresAt < now)
    return bad('GRAFLOW_TASK_EXPIRED', `The task expired at ${new Date(header.expiresAt).toISOString()}.`);
  return undefined;
}

function open(record: ReceivedRecord, arrival: Arrival): Verdict {
  const envelope = storedEnvelopeOf(record);
  const results = new TakenResults(arrival);
  const args = decodePayload(record.args, results);
  if (!Array.isArray(args)) throw recordInvalid('its arguments are not a list');
  if (results.missing !== undefined)
    return bad(
      'GRAFLOW_UPSTREAM_FAILED',
      `There is no result of task ${results.missing.join(', ')}, which the arguments take.`,
    );
  return { verdict: 'good', header: record.header, envelope, args };
}

/** How arguments are read, and which results they take that are not there: most take none. */
class TakenResults implements DecodeOptions {
  readonly what = 'arguments';
  readonly maxPayloadBytes: number | undefined;
  missing: string[] | undefined;
  readonly #outcomeOf: Arrival['outcomeOf'];

  constructor({ maxPayloadBytes, outcomeOf }: Arrival) {
    this.maxPayloadBytes = maxPayloadBytes;
    this.#outcomeOf = outcomeOf;
  }

  get result(): ReadResult {
    return (taskId) => {
      const outcome = this.#outcomeOf?.(taskId);
      if (outcome?.ok) return outcome.value;
      (this.missing ??= []).push(taskId);
      return undefined;
    };
  }
}

const wayTo = (strategy: TaskStrategy, keys: KeyRing | undefined): string =>
  keys === undefined
    ? 'Give it the GRAFLOW_KEY of the producer, and set one there if it has none.'
    : `Add ${strategy} to its accept.`;

const bad = (code: DeadReasonCode, message: string): Verdict => ({ verdict: 'bad', reason: refused(code, message) });

const notMine = (message: string): Verdict => ({
  verdict: 'not-mine',
  reason: refused('GRAFLOW_TASK_UNROUTABLE', message),
});

const refused = (code: DeadReasonCode, message: string): DeadReason => ({
  code,
  failure: { name: 'Refusal', message },
});
