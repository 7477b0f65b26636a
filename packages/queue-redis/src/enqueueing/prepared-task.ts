import { type AnySpec, encodeRecord } from '@graflow/taskspec';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';

/** A task ready to be added by a script. */
export interface PreparedTask {
  readonly taskId: string;
  /** The stored record. */
  readonly record: Buffer;
  /** The code texts that the record names. */
  readonly code: ReadonlyMap<string, string>;
  /** Entry, due, record, hashes: as the `add` fragment describes them. */
  readonly args: readonly ScriptArgument[];
}

/** Writes a serialized spec as a record, with what the scripts need beside it. */
export function prepareTask(spec: AnySpec, settings: RedisQueueSettings): PreparedTask {
  const { header, bytes, code } = encodeRecord(spec, settings);
  const { runAt, delayMs = 0, priority = 0 } = spec.options;
  const relative = delayMs > 0 ? `+${delayMs}` : '0';
  const due = runAt === undefined ? relative : String(header.dueAt);
  const hashes = code.size === 0 ? '' : [...code.keys()].join(',');
  return { taskId: spec.taskId, record: bytes, code, args: [`${2 - priority}${spec.taskId}`, due, bytes, hashes] };
}
