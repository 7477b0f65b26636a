/** The bytes of a record, taken apart without a look at what they say. */
export interface RecordBytes {
  readonly version: number;
  readonly header: Buffer;
  readonly envelope: Buffer;
  readonly args: Buffer;
  readonly signature: Buffer;
}

/** Takes a good record apart: a byte for the version, then four parts, each behind its length. */
export function splitRecord(bytes: Buffer): RecordBytes {
  let offset = 1;
  const next = (): Buffer => {
    const start = offset + 4;
    offset = start + bytes.readUInt32BE(offset);
    return bytes.subarray(start, offset);
  };
  return { version: bytes[0] ?? 0, header: next(), envelope: next(), args: next(), signature: next() };
}

/** Puts a record together again, whatever its parts are. */
export function joinRecord({ version, header, envelope, args, signature }: RecordBytes): Buffer {
  const parts = [header, envelope, args, signature].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return Buffer.concat([Buffer.of(version), ...parts]);
}
