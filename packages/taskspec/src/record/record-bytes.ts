import { recordInvalid } from '../errors.ts';

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
/** Versions end before the printable characters, with which outcomes and marks in place of a record begin. */
const lastVersion = 31;
const signatureBytes = 32;
const prefixBytes = 4;

/**
 * Lays the parts out as bytes: the format version, then header, envelope, arguments and signature, each behind its
 * length (four bytes, big-endian). `sign` gets everything that lies before the signature's length.
 */
export function packRecord({ header, envelope, args }: RecordParts, sign?: (bytes: Buffer) => Buffer): Buffer {
  const signedLength = 1 + lengthOfPart(header) + lengthOfPart(envelope) + lengthOfPart(args);
  const bytes = Buffer.allocUnsafe(signedLength + prefixBytes + (sign ? signatureBytes : 0));
  bytes[0] = formatVersion;
  const envelopeStart = writePart(bytes, header, 1);
  const argsStart = writePart(bytes, envelope, envelopeStart);
  writePart(bytes, args, argsStart);
  const offset = bytes.writeUInt32BE(sign ? signatureBytes : 0, signedLength);
  sign?.(bytes.subarray(0, signedLength)).copy(bytes, offset);
  return bytes;
}

const lengthOfPart = (part: string): number => prefixBytes + Buffer.byteLength(part);

/** Writes a part behind its length, and gives where it ends. */
function writePart(bytes: Buffer, part: string, start: number): number {
  const length = part === '' ? 0 : bytes.write(part, start + prefixBytes);
  return bytes.writeUInt32BE(length, start) + length;
}

/** A record taken apart; a part is made a text only where somebody asks for it. */
export class UnpackedRecord implements RecordParts {
  /** The record. */
  readonly bytes: Buffer;
  /** Where the text of the header ends; it starts at {@link headerStart}. */
  readonly headerEnd: number;
  readonly #envelopeEnd: number;
  readonly #argsEnd: number;

  /**
   * Nothing is parsed yet.
   *
   * @throws TaskSpecError `GRAFLOW_RECORD_INVALID` for another version, a wrong length or bytes left over.
   */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.headerEnd = endOfHeader(bytes);
    this.#envelopeEnd = endOfPart(bytes, this.headerEnd);
    this.#argsEnd = endOfPart(bytes, this.#envelopeEnd);
    const end = endOfPart(bytes, this.#argsEnd);
    if (end !== bytes.length) throw recordInvalid('bytes are left over behind its end');
    const signatureLength = end - this.#argsEnd - prefixBytes;
    if (signatureLength !== 0 && signatureLength !== signatureBytes)
      throw recordInvalid('its signature has a wrong length');
  }

  get header(): string {
    return textBetween(this.bytes, 1, this.headerEnd);
  }

  get envelope(): string {
    return textBetween(this.bytes, this.headerEnd, this.#envelopeEnd);
  }

  get args(): string {
    return textBetween(this.bytes, this.#envelopeEnd, this.#argsEnd);
  }

  /** The bytes that the signature covers. */
  get signed(): Buffer {
    return this.bytes.subarray(0, this.#argsEnd);
  }

  /** The signature, empty where there is none. */
  get signature(): Buffer {
    return this.bytes.subarray(this.#argsEnd + prefixBytes);
  }
}

/** Where the text of a header starts in every record. */
export const headerStart = 1 + prefixBytes;

/** Where it ends, found at the beginning of a record. @throws TaskSpecError `GRAFLOW_RECORD_INVALID` */
export function endOfHeader(bytes: Buffer): number {
  if (bytes[0] !== formatVersion)
    throw recordInvalid(`its format version is ${bytes[0] ?? 'missing'}, not ${formatVersion}`);
  return endOfPart(bytes, 1);
}

/** The format version of a record that a later build wrote; undefined for one of ours, and for bytes that are no record. */
export function laterVersionOf(bytes: Buffer): number | undefined {
  const [version = 0] = bytes;
  return version > formatVersion && version <= lastVersion ? version : undefined;
}

/** Takes bytes from any hand apart. @throws TaskSpecError `GRAFLOW_RECORD_INVALID` */
export const unpackRecord = (bytes: Buffer): UnpackedRecord => new UnpackedRecord(bytes);

function endOfPart(bytes: Buffer, start: number): number {
  if (start + prefixBytes > bytes.length) throw recordInvalid('it ends too early');
  const end = start + prefixBytes + bytes.readUInt32BE(start);
  if (end > bytes.length) throw recordInvalid('it ends too early');
  return end;
}

const textBetween = (bytes: Buffer, start: number, end: number): string =>
  start + prefixBytes === end ? '' : bytes.toString('utf8', start + prefixBytes, end);
