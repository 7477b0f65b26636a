import { type AnySpec, encodeRecord, type TaskOptions } from '@graflow/taskspec';
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

/** Writes a serialized spec as a record, with what the scripts need beside it. */
export function prepareTask(spec: AnySpec, settings: RedisQueueSettings): PreparedTask {
  const { header, bytes, code } = encodeRecord(spec, settings);
  const { runAt, delayMs = 0, priority = 0 } = spec.options;
  const relative = delayMs > 0 ? `+${delayMs}` : '0';
  const due = runAt === undefined ? relative : String(header.dueAt);
  const entry = `${2 - priority}${spec.taskId}`;
  return { taskId: spec.taskId, record: bytes, code, args: [entry, due, bytes, besideOf(spec.options, code)] };
}

/** What only the queue needs of a task; empty for most. */
function besideOf({ dedup }: TaskOptions, code: ReadonlyMap<string, string>): ScriptArgument {
  const beside: ScriptArgument[] = [];
  if (code.size > 0) beside.push('code', [...code.keys()].join(','));
  if (dedup !== undefined) beside.push('dedup', dedup.key);
  if (dedup?.windowMs !== undefined) beside.push('window', dedup.windowMs);
  return beside.length === 0 ? '' : packArguments(beside);
}
