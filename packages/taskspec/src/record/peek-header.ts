import { endOfHeader, headerStart } from './record-bytes.ts';
import { decodeHeader, type RecordHeader } from './record-header.ts';

/** As many bytes of a record as hold the header of nearly every one. */
export const headerPeekBytes = 4_200;

/**
 * Reads the header of a record, of which the beginning is enough, for somebody who only shows it. Nothing of it is
 * verified; undefined where it cannot be read.
 */
export function peekHeader(bytes: Buffer): RecordHeader | undefined {
  try {
    return decodeHeader(bytes, headerStart, endOfHeader(bytes));
  } catch {
    return undefined;
  }
}
