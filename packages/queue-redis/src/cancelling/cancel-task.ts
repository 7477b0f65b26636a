import { type CancelAnswer, type CancelOptions, cancelReason } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { recordFacts } from '../enqueueing/record-facts.ts';
import { recordKey } from '../keys.ts';
import { cancelScript } from '../scripts/cancel.ts';

/** Enough of a record to tell it from another one of the same id: its header has the time and the content follows. */
const headBytes = 512;

/**
 * Ends a task that nobody needs any more. Reads the record first, because the script cannot: what it names and how long
 * its outcome is kept.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, QueueRedisError
 */
export async function cancelTask(
  connection: Connection,
  tag: string,
  taskId: string,
  options?: CancelOptions,
): Promise<CancelAnswer> {
  const reason = cancelReason(options);
  for (;;) {
    const record = (await connection.ask((client) => client.getBuffer(recordKey(tag, taskId)))) ?? Buffer.alloc(0);
    const { resultTtlMs, digest, hashes } = recordFacts(record);
    const head = record.subarray(0, headBytes);
    const args = [taskId, head, resultTtlMs, digest, hashes, JSON.stringify(reason), reason.failure.message];
    const answer = String(await runScript(connection, cancelScript, tag, args));
    if (answer !== 'changed') return answer as CancelAnswer;
  }
}
