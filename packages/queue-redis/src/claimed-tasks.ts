/** One task as the claim script packs it. */
export interface PackedTask {
  /** Priority level and task id. */
  readonly entry: string;
  /** Failed attempts so far. */
  readonly failures: number;
  /** Lost leases so far. */
  readonly lost: number;
  /** The record's bytes. */
  readonly record: Buffer;
}

const headBytes = 10;

/** Unpacks what the claim script packed into one string, so that one reply costs one string however many tasks it holds. */
export function* unpackClaimed(bytes: Buffer): Generator<PackedTask> {
  for (let offset = 0; offset < bytes.length;) {
    const entryEnd = offset + headBytes + bytes.readUInt16BE(offset);
    const recordEnd = entryEnd + bytes.readUInt32BE(offset + 2);
    yield {
      entry: bytes.toString('latin1', offset + headBytes, entryEnd),
      failures: bytes.readUInt16BE(offset + 6),
      lost: bytes.readUInt16BE(offset + 8),
      record: bytes.subarray(entryEnd, recordEnd),
    };
    offset = recordEnd;
  }
}
