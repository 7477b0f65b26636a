/** What a script may be given. */
export type ScriptArgument = string | number | Buffer;

const headBytes = 5;
const mostBesideBytes = 9;
const mostBytesPerUnit = 3;
const shortText = 64;
const usualRoom = 1_024;

/**
 * The arguments of a script, written as they come into one MessagePack list, which Redis takes apart in one native call:
 * as arguments of the command, hundreds of small ones cost the client more than the tasks they are about.
 */
export class PackedArguments {
  #bytes: Buffer;
  #end = headBytes;
  #count = 0;

  /** Begins an empty list. `room` is how many bytes there will be, about. */
  constructor(room: number = usualRoom) {
    this.#bytes = Buffer.allocUnsafe(headBytes + room);
  }

  /** Adds one of any kind. */
  add(arg: ScriptArgument): this {
    if (typeof arg === 'string') return this.text(arg);
    return typeof arg === 'number' ? this.number(arg) : this.part(arg);
  }

  /** Adds a text, or what is behind its first letters; short ones are written here: a call into Node costs more. */
  text(text: string, from = 0): this {
    const length = text.length - from;
    if (length > shortText) return this.#longText(text.slice(from));
    const bytes = this.#with(length);
    let end = this.#end + 2;
    for (let index = from; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return this.#longText(text.slice(from));
      bytes[end++] = unit;
    }
    bytes[this.#end] = 0xd9;
    bytes[this.#end + 1] = length;
    return this.#added(end);
  }

  /** Adds a number. */
  number(value: number): this {
    const bytes = this.#with(0);
    bytes[this.#end] = 0xcb;
    return this.#added(bytes.writeDoubleBE(value, this.#end + 1));
  }

  /** Adds bytes, which a script sees as text. */
  part(part: Buffer): this {
    const bytes = this.#with(part.length);
    bytes[this.#end] = 0xdb;
    bytes.writeUInt32BE(part.length, this.#end + 1);
    return this.#added(this.#end + 5 + part.copy(bytes, this.#end + 5));
  }

  /** Gives the list. */
  packed(): Buffer {
    this.#bytes[0] = 0xdd;
    this.#bytes.writeUInt32BE(this.#count, 1);
    return this.#bytes.subarray(0, this.#end);
  }

  #longText(text: string): this {
    const bytes = this.#with(text.length * mostBytesPerUnit);
    const length = bytes.write(text, this.#end + 5);
    bytes[this.#end] = 0xdb;
    bytes.writeUInt32BE(length, this.#end + 1);
    return this.#added(this.#end + 5 + length);
  }

  #added(end: number): this {
    this.#end = end;
    this.#count += 1;
    return this;
  }

  /** The bytes, with room behind what is there for this many and what stands beside them. */
  #with(length: number): Buffer {
    const needed = this.#end + mostBesideBytes + length;
    if (needed > this.#bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(wider, 0, 0, this.#end);
      this.#bytes = wider;
    }
    return this.#bytes;
  }
}

/** Packs arguments that are a list already. */
export function packArguments(args: readonly ScriptArgument[]): Buffer {
  let room = 0;
  for (const arg of args) room += mostBesideBytes + (typeof arg === 'number' ? 0 : arg.length);
  const list = new PackedArguments(room);
  for (const arg of args) list.add(arg);
  return list.packed();
}
