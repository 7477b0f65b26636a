import { type AnySpec, encodeRecord, type EncodedRecord, upstreamOf } from '@graflow/taskspec';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { packArguments, type ScriptArgument } from '../connection/packed-arguments.ts';

/** A task ready to be added by a script. */
export interface PreparedTask {
  readonly taskId: string;
  /** The stored record. */
  readonly record: Buffer;
  /** The code texts that the record names. */
  readonly code: ReadonlyMap<string, string>;
  /** Entry, due, record, beside: as the `add` fragment describes them. */
  readonly args: readonly ScriptArgument[];
}

/** Gives what stands behind an id where it is of another partition: `>` and the number of that one; else nothing. */
export type MarkOf = (id: string) => string;

/** Writes a serialized spec as a record, with what the scripts need beside it. */
export function prepareTask(spec: AnySpec, settings: RedisQueueSettings, markOf?: MarkOf): PreparedTask {
  const { header, bytes, code, results } = encodeRecord(spec, settings);
  const { runAt, delayMs = 0, priority } = spec.options;
  const relative = delayMs > 0 ? `+${delayMs}` : '0';
  const due = runAt === undefined ? relative : String(header.dueAt);
  const entry = entryOf(spec.taskId, priority);
  return {
    taskId: spec.taskId,
    record: bytes,
    code,
    args: [entry, due, bytes, besideOf(spec, { code, results }, markOf)],
  };
}

/** The level of a priority, and the id: as lists and sorted sets hold a task. */
export const entryOf = (taskId: string, priority = 0): string => `${2 - priority}${taskId}`;

/** What only the queue needs of a task; empty for most. */
function besideOf(
  spec: AnySpec,
  { code, results }: Pick<EncodedRecord, 'code' | 'results'>,
  markOf?: MarkOf,
): ScriptArgument {
  const { dedup, limitKey } = spec.options;
  const upstream = upstreamOf(spec, results);
  const beside: ScriptArgument[] = [];
  if (code.size > 0) beside.push('code', [...code.keys()].join(','));
  if (dedup !== undefined) beside.push('dedup', dedup.key);
  if (dedup?.windowMs !== undefined) beside.push('window', dedup.windowMs);
  if (limitKey !== undefined) beside.push('limit', limitKey);
  if (upstream.length > 0) beside.push('needs', needsOf(upstream, results, markOf));
  return beside.length === 0 ? '' : packArguments(beside);
}

/** Writes what a task waits for as the fragment `after` reads it. */
const needsOf = (upstream: readonly string[], results: readonly string[], markOf?: MarkOf): string =>
  upstream.map((id) => `${results.includes(id) ? '=' : ''}${id}${markOf?.(id) ?? ''}`).join(' ');
