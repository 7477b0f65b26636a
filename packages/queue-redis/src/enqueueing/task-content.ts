import { createHash } from 'node:crypto';
import { decodeRecord } from '@graflow/taskspec';

const generatedId = /^[\w-]{22}$/;

/** Whether two records are the same task: sent again, perhaps by another producer, it differs in times and signature. */
export const isSameTask = (one: Buffer, other: Buffer): boolean =>
  one.equals(other) || contentOf(one) === contentOf(other);

/**
 * Gives what tells one task from another when its record is gone; empty for an id that looks like a generated one (22
 * characters), which only its own producer sends again: the hot path computes nothing.
 */
export function contentDigest(taskId: string, record: Buffer): string {
  if (generatedId.test(taskId)) return '';
  return createHash('sha256').update(contentOf(record)).digest('base64url').slice(0, 22);
}

function contentOf(record: Buffer): string {
  const { header, envelope, args } = decodeRecord(record);
  const { strategy, name, resolverId } = header;
  return JSON.stringify([strategy, name, resolverId, envelope, args]);
}
