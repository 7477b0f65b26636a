import { createHash } from 'node:crypto';
import type { TaskEnvelope } from '@graflow/resolver';
import { recordInvalid } from '../errors.ts';
import type { StoredEnvelope } from './spec-record.ts';

/**
 * Joins a stored envelope with the code texts that a queue kept beside its record, each checked against the SHA-256
 * that the record names: code cannot be exchanged in the store.
 *
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID` when a text is missing or another one.
 */
export function joinEnvelope(stored: StoredEnvelope, texts: ReadonlyMap<string, string>): TaskEnvelope {
  const { code: hashes, ...envelope } = stored;
  if (hashes === undefined) return envelope;
  const code: Record<string, string> = {};
  for (const hash of hashes) {
    const text = texts.get(hash);
    if (text === undefined) throw recordInvalid(`its code ${hash} is missing`);
    if (createHash('sha256').update(text).digest('hex') !== hash)
      throw recordInvalid(`its code ${hash} has another content`);
    code[hash] = text;
  }
  return { ...envelope, code };
}
