import { createHash } from 'node:crypto';
import { decodeRecord, looksGenerated, type RecordHeader } from '@graflow/taskspec';

/** Whether two records are the same task: sent again, perhaps by another producer, it differs in times and signature. */
export const isSameTask = (one: Buffer, other: Buffer): boolean =>
  one.equals(other) || contentOf(one) === contentOf(other);

/**
 * Gives what tells one task from another when its record is gone; empty where the id was generated, because only its own
 * producer sends it again: the hot path computes nothing.
 */
export function contentDigest({ taskId, options }: Pick<RecordHeader, 'taskId' | 'options'>, record: Buffer): string {
  if (looksGenerated(taskId) && options.ownId !== true) return '';
  return createHash('sha256').update(contentOf(record)).digest('base64url').slice(0, 22);
}

function contentOf(record: Buffer): string {
  const { header, envelope, args } = decodeRecord(record);
  const { strategy, name, resolverId } = header;
  return JSON.stringify([strategy, name, resolverId, envelope, args]);
}
