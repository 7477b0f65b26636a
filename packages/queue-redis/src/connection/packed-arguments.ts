/** What a script may be given. */
export type ScriptArgument = string | number | Buffer;

const longestHead = 9;
const mostBytesPerUnit = 3;
const shortText = 64;

/**
 * Packs the arguments of a script into one MessagePack list, which Redis takes apart in one native call: as arguments of
 * the command, hundreds of small ones cost the client more than the tasks they are about.
 */
export function packArguments(args: readonly ScriptArgument[]): Buffer {
  let most = longestHead;
  for (const arg of args) most += longestHead + mostBytesOf(arg);
  const bytes = Buffer.allocUnsafe(most);
  bytes[0] = 0xdd;
  let offset = bytes.writeUInt32BE(args.length, 1);
  for (const arg of args) {
    if (typeof arg === 'string') offset = writeText(bytes, arg, offset);
    else if (typeof arg === 'number') offset = writeNumber(bytes, arg, offset);
    else offset = writeBytes(bytes, arg, offset);
  }
  return bytes.subarray(0, offset);
}

function mostBytesOf(arg: ScriptArgument): number {
  if (typeof arg === 'number') return 0;
  if (typeof arg !== 'string') return arg.length;
  return arg.length <= shortText ? arg.length * mostBytesPerUnit : Buffer.byteLength(arg);
}

/** Short texts are ids, tokens and numbers: written here, because a call into Node costs more than their letters do. */
function writeText(bytes: Buffer, text: string, offset: number): number {
  const { length } = text;
  if (length > shortText) return writeLongText(bytes, text, offset);
  let end = offset + 2;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return writeLongText(bytes, text, offset);
    bytes[end++] = unit;
  }
  bytes[offset] = 0xd9;
  bytes[offset + 1] = length;
  return end;
}

function writeLongText(bytes: Buffer, text: string, offset: number): number {
  const length = bytes.write(text, offset + 5);
  bytes[offset] = 0xdb;
  bytes.writeUInt32BE(length, offset + 1);
  return offset + 5 + length;
}

function writeBytes(bytes: Buffer, part: Buffer, offset: number): number {
  bytes[offset] = 0xdb;
  bytes.writeUInt32BE(part.length, offset + 1);
  return offset + 5 + part.copy(bytes, offset + 5);
}

function writeNumber(bytes: Buffer, value: number, offset: number): number {
  bytes[offset] = 0xcb;
  return bytes.writeDoubleBE(value, offset + 1);
}
