import { type RecordRefused, recordRefused } from '@graflow/taskspec';
import type { Logger } from 'pino';
import { safeText } from './safe-text.ts';

/**
 * Writes a line for each record that a queue refuses by itself, because no event of the worker tells of it.
 *
 * @returns what ends this
 */
export function logRefusals(logger: Logger): () => void {
  const log = (message: unknown): void => {
    const { queue, taskId, verdict, reason } = message as RecordRefused;
    const { code, failure } = reason;
    const next = verdict === 'bad' ? 'kept among the dead letters' : 'goes back to the queue';
    logger.warn(
      { event: 'record-refused', label: 'refused', taskId, queue, verdict, code },
      `a record of queue ${safeText(queue, 128)} ${next} (${code}): ${safeText(failure.message, 300)}`,
    );
  };
  recordRefused.subscribe(log);
  return () => {
    recordRefused.unsubscribe(log);
  };
}
