import {
  decodePayload,
  defaultMaxPayloadBytes,
  encodePayload,
  type PayloadLimits,
  type ReadResult,
} from '@graflow/taskspec';

/**
 * A payload as it was when it was handed over: what somebody does to it later is not seen, as over Redis.
 *
 * Primitives cannot change and need no copy. Everything else goes through the codec, which also refuses what could not
 * travel, and is read anew by everybody who asks.
 */
export type Snapshot = Encoded | Primitive | readonly Primitive[];

type Primitive = string | number | boolean | null | undefined;

class Encoded {
  readonly text: string;
  /** The tasks whose results it takes. */
  readonly results: readonly string[];

  constructor(text: string, results: readonly string[] = none) {
    this.text = text;
    this.results = results;
  }
}

const none: readonly string[] = [];
const noArgs: readonly Primitive[] = Object.freeze([]);

/**
 * Takes the snapshot of a result.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_UNSUPPORTED` or `GRAFLOW_PAYLOAD_TOO_LARGE`
 */
export function snapshotOf(value: unknown, limits: PayloadLimits): Snapshot {
  return sizeOf(value) <= freeSize(limits)
    ? (value as Primitive)
    : new Encoded(encodePayload(value, { what: 'result', ...limits }));
}

/** Takes the snapshot of a list of arguments; throws as {@link snapshotOf} does. */
export function snapshotOfArgs(args: readonly unknown[], limits: PayloadLimits): Snapshot {
  if (args.length === 0) return noArgs;
  let size = 0;
  for (const arg of args) size += sizeOf(arg);
  if (size <= freeSize(limits)) return args.slice() as Primitive[];
  const results: string[] = [];
  const onResult = (taskId: string): unknown => results.push(taskId);
  const text = encodePayload(args, { what: 'arguments', onResult, ...limits });
  return new Encoded(text, results);
}

/** Gives what a snapshot was taken of; what it takes from other tasks is read by `result`. */
export function readSnapshot(snapshot: Snapshot, limits: PayloadLimits, result?: ReadResult): unknown {
  return snapshot instanceof Encoded ? decodePayload(snapshot.text, { ...limits, result }) : snapshot;
}

/** Gives the tasks whose results a snapshot of arguments takes. */
export const resultsIn = (snapshot: Snapshot): readonly string[] =>
  snapshot instanceof Encoded ? snapshot.results : none;

/** Gives about how many bytes a snapshot takes: a character counts as one. */
export function lengthOf(snapshot: Snapshot): number {
  if (snapshot instanceof Encoded) return snapshot.text.length;
  if (!Array.isArray(snapshot)) return sizeOf(snapshot);
  return snapshot.reduce((sum: number, value) => sum + sizeOf(value), 0);
}

/** A bound for the characters of a primitive as text; Infinity for what the codec must see. */
function sizeOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'number':
    case 'boolean':
    case 'undefined':
      return 32;
    default:
      return value === null ? 4 : Infinity;
  }
}

/** A character takes at most six bytes as JSON (`\u0000`): below a sixth of the limit nothing needs to be counted. */
const freeSize = ({ maxPayloadBytes = defaultMaxPayloadBytes }: PayloadLimits): number => maxPayloadBytes / 6;
