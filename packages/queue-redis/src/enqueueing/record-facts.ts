import { decodeRecord, defaultResultTtlMs } from '@graflow/taskspec';
import { contentDigest } from './task-content.ts';

/** What the scripts must be told of a stored record, because they cannot read it. */
export interface RecordFacts {
  /** How long its outcome is kept, in milliseconds. */
  readonly resultTtlMs: number;
  /** What tells its content from another one's once it is gone. */
  readonly digest: string;
  /** The code that it names, joined by commas. */
  readonly hashes: string;
}

/** Reads a record that is ended without being run; one that cannot be read has nothing to tell. */
export function recordFacts(record: Buffer): RecordFacts {
  try {
    const { header, envelope } = decodeRecord(record);
    const { code = [] } = JSON.parse(envelope || '{}') as { readonly code?: readonly string[] };
    const { resultTtlMs = defaultResultTtlMs } = header.options;
    return { resultTtlMs, digest: contentDigest(header, record), hashes: code.join(',') };
  } catch {
    return { resultTtlMs: defaultResultTtlMs, digest: '', hashes: '' };
  }
}
