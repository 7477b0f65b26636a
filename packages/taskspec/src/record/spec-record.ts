import type { KeyRing, TaskEnvelope } from '@graflow/resolver';
import { notSerialized, recordInvalid } from '../errors.ts';
import { encodePayload, type PayloadLimits } from '../payload/payload-codec.ts';
import { headerStart, packRecord, type UnpackedRecord, unpackRecord } from './record-bytes.ts';
import { decodeHeader, encodeHeader, type RecordHeader } from './record-header.ts';
import { routingKeyOf } from '../spec/routing-key.ts';
import { storedOptionsOf } from './stored-options.ts';
import type { AnySpec } from '../spec/task-spec.ts';

/** An envelope as a record holds it: code is named by its SHA-256, the texts are stored beside the record, once each. */
export type StoredEnvelope = Omit<TaskEnvelope, 'code'> & { readonly code?: readonly string[] };

/** A record, ready to be stored, and the code texts it names. */
export interface EncodedRecord {
  /** The header the bytes were made from. */
  readonly header: RecordHeader;
  /** Header, envelope, arguments and signature. */
  readonly bytes: Buffer;
  /** The texts of by-value code by their SHA-256; a queue stores each of them once. */
  readonly code: ReadonlyMap<string, string>;
  /** The tasks whose results the arguments wait for. */
  readonly results: readonly string[];
}

/** Where a record belongs and who signs it. */
export interface RecordAddress extends PayloadLimits {
  /** The key prefix of the queue. */
  readonly prefix: string;
  /** The name of the queue. */
  readonly queue: string;
  /** The keys of this process; the current one signs. */
  readonly keys?: KeyRing | undefined;
  /** The time that goes into the record. */
  readonly now?: number;
}

/** How long after it was due a task may be started: 30 days, in milliseconds. */
export const lifeMs = 30 * 24 * 3_600_000;

/**
 * Writes a serialized spec as the record that a queue stores: header | body | signature. A record is written once and
 * never changed: attempts, leases and failures are kept beside it.
 *
 * @throws TaskSpecError `GRAFLOW_SPEC_NOT_SERIALIZED`, or what the payload codec refuses.
 */
export function encodeRecord(spec: AnySpec, address: RecordAddress): EncodedRecord {
  const { envelope, taskId } = spec;
  if (envelope === undefined) throw notSerialized(taskId);
  const key = address.keys?.current;
  const header = headerOf(spec, envelope, address, key?.keyId ?? '');
  const code = envelope.code === undefined ? noCode : new Map(Object.entries(envelope.code));
  const results: string[] = [];
  const onResult = (id: string): unknown => results.push(id);
  const bytes = packRecord(
    {
      header: encodeHeader(header),
      envelope: envelope.strategy === 'reference' ? '' : JSON.stringify({ ...envelope, code: [...code.keys()] }),
      args: encodePayload(spec.args, { what: 'arguments', maxPayloadBytes: address.maxPayloadBytes, onResult }),
    },
    key && ((signed) => key.sign(signed)),
  );
  return { header, bytes, code, results };
}

const noCode: ReadonlyMap<string, string> = new Map();

function headerOf(spec: AnySpec, envelope: TaskEnvelope, address: RecordAddress, keyId: string): RecordHeader {
  const { taskId, options } = spec;
  const { prefix, queue, now = Date.now() } = address;
  const dueAt = dueTime(options.runAt, options.delayMs, now);
  const routingKey = routingKeyOf({ taskId, key: options.limitKey ?? options.dedup?.key });
  return {
    prefix,
    queue,
    taskId,
    strategy: envelope.strategy,
    name: envelope.name,
    resolverId: spec.resolverId,
    enqueuedAt: now,
    dueAt,
    expiresAt: (dueAt || now) + lifeMs,
    keyId,
    routingKey: routingKey === taskId ? '' : routingKey,
    options: storedOptionsOf(options),
  };
}

function dueTime(runAt: Date | number | undefined, delayMs = 0, now: number): number {
  const dueAt = Math.ceil(Number(runAt ?? now)) + delayMs;
  return dueAt > now ? dueAt : 0;
}

/** A record taken apart but not yet trusted: its header is well-formed, its body is still text. */
export interface ReceivedRecord {
  /** The checked header. */
  readonly header: RecordHeader;
  /** The envelope's text; empty for a reference. */
  readonly envelope: string;
  /** The arguments' text. */
  readonly args: string;
  /** The bytes the signature covers, and the signature, empty where there is none. */
  readonly seal: Pick<UnpackedRecord, 'signed' | 'signature'>;
}

/**
 * Takes a record apart. Nothing but the header is parsed.
 *
 * @param likelyId - the id that the caller expects, to share its text
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID`
 */
export function decodeRecord(bytes: Buffer, likelyId?: string): ReceivedRecord {
  const seal = unpackRecord(bytes);
  const header = decodeHeader(bytes, headerStart, seal.headerEnd, likelyId);
  return { header, envelope: seal.envelope, args: seal.args, seal };
}

/**
 * Reads the envelope of a record whose policy and signature are good.
 *
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID` where it disagrees with the header, which was what the policy saw.
 */
export function storedEnvelopeOf({ header, envelope }: ReceivedRecord): StoredEnvelope {
  const { strategy, name } = header;
  if (envelope === '') {
    if (strategy !== 'reference') throw recordInvalid(`a ${strategy} task without its envelope`);
    return { version: 1, strategy, name };
  }
  const stored = parseStored(envelope);
  if (stored.strategy !== strategy || stored.name !== name)
    throw recordInvalid('its envelope is not the one of its header');
  return stored;
}

function parseStored(text: string): StoredEnvelope {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw recordInvalid('its envelope is not JSON', error);
  }
  if (typeof data !== 'object' || data === null) throw recordInvalid('its envelope is not an object');
  const { code } = data as { readonly code?: unknown };
  if (!Array.isArray(code) || !code.every((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)))
    throw recordInvalid('its envelope names no code by SHA-256');
  return data as StoredEnvelope;
}
