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

/**
 * Takes apart what the claim script packed: a MessagePack list of entry, `failures:lost leases` (empty for a fresh task)
 * and record, task by task. One reply is one string, however many tasks it holds.
 */
export function unpackClaimed(bytes: Buffer): PackedTask[] {
  const texts = new PackedTexts(bytes);
  const tasks: PackedTask[] = [];
  while (texts.hasMore) {
    const entry = texts.nextText();
    const state = texts.nextText();
    const colon = state.indexOf(':');
    const failures = colon < 0 ? 0 : Number(state.slice(0, colon));
    const lost = colon < 0 ? 0 : Number(state.slice(colon + 1));
    tasks.push({ entry, failures, lost, record: texts.nextBytes() });
  }
  return tasks;
}

/** Reads the strings of a MessagePack list, one after the other. */
class PackedTexts {
  readonly #bytes: Buffer;
  #start = 0;
  #end: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const head = bytes[0];
    this.#end = head === 0xdd ? 5 : head === 0xdc ? 3 : 1;
  }

  get hasMore(): boolean {
    return this.#end < this.#bytes.length;
  }

  nextText(): string {
    this.#advance();
    return this.#start === this.#end ? '' : this.#bytes.toString('latin1', this.#start, this.#end);
  }

  nextBytes(): Buffer {
    this.#advance();
    return this.#bytes.subarray(this.#start, this.#end);
  }

  #advance(): void {
    const bytes = this.#bytes;
    const at = this.#end;
    const head = bytes[at] as number;
    if (head === 0xdb) this.#move(at + 5, bytes.readUInt32BE(at + 1));
    else if (head === 0xda) this.#move(at + 3, bytes.readUInt16BE(at + 1));
    else if (head === 0xd9) this.#move(at + 2, bytes[at + 1] as number);
    else this.#move(at + 1, head & 0x1f);
  }

  #move(start: number, length: number): void {
    this.#start = start;
    this.#end = start + length;
  }
}
