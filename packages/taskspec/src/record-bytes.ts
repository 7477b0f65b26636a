import { recordInvalid } from './errors.ts';

/** The parts of a record as they lie in its bytes. */
export interface RecordParts {
  /** The header, as text. */
  readonly header: string;
  /** The envelope without its code texts, as JSON; empty for a reference, which the header says in full. */
  readonly envelope: string;
  /** The arguments, as the payload codec wrote them. */
  readonly args: string;
}

const formatVersion = 1;
const signatureBytes = 32;
const prefixBytes = 4;

/**
 * Lays the parts out as bytes: the format version, then header, envelope, arguments and signature, each behind its
 * length (four bytes, big-endian). `sign` gets everything that lies before the signature's length.
 */
export function packRecord({ header, envelope, args }: RecordParts, sign?: (bytes: Buffer) => Buffer): Buffer {
  const parts = [header, envelope, args];
  const lengths = parts.map((part) => Buffer.byteLength(part));
  const signedLength = lengths.reduce((sum, length) => sum + prefixBytes + length, 1);
  const bytes = Buffer.allocUnsafe(signedLength + prefixBytes + (sign ? signatureBytes : 0));
  let offset = bytes.writeUInt8(formatVersion, 0);
  parts.forEach((part, index) => {
    offset = bytes.writeUInt32BE(lengths[index] ?? 0, offset);
    offset += bytes.write(part, offset);
  });
  offset = bytes.writeUInt32BE(sign ? signatureBytes : 0, offset);
  sign?.(bytes.subarray(0, signedLength)).copy(bytes, offset);
  return bytes;
}

/**
 * Takes bytes from any hand apart, and says what a signature must cover. Nothing is parsed yet.
 *
 * @throws TaskSpecError `GRAFLOW_RECORD_INVALID` for another version, a wrong length or bytes left over.
 */
export function unpackRecord(bytes: Buffer): RecordParts & { readonly signed: Buffer; readonly signature: Buffer } {
  if (bytes[0] !== formatVersion)
    throw recordInvalid(`its format version is ${bytes[0] ?? 'missing'}, not ${formatVersion}`);
  let offset = 1;
  const next = (): Buffer => {
    if (offset + prefixBytes > bytes.length) throw recordInvalid('it ends too early');
    const start = offset + prefixBytes;
    const end = start + bytes.readUInt32BE(offset);
    if (end > bytes.length) throw recordInvalid('it ends too early');
    offset = end;
    return bytes.subarray(start, end);
  };
  const [header, envelope, args] = [next().toString(), next().toString(), next().toString()];
  const signed = bytes.subarray(0, offset);
  const signature = next();
  if (offset !== bytes.length) throw recordInvalid('bytes are left over behind its end');
  if (signature.length !== 0 && signature.length !== signatureBytes)
    throw recordInvalid('its signature has a wrong length');
  return { header, envelope, args, signed, signature };
}
