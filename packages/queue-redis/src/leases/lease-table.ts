/** Where a lease stands in the table. */
export interface LeasePlace {
  /** The number of the row. */
  readonly row: number;
  /** Tells it from others that stood there before, or will. */
  readonly generation: number;
}

/** A lease as the table holds it. */
export interface LeaseRow extends LeasePlace {
  /** Priority level and task id. */
  readonly entry: string;
  /** What fences it. */
  readonly token: string;
  /** When it was certainly valid last, by {@link sharedNow}. */
  readonly renewedAt: number;
  /** For how long it is renewed while the main thread does not answer, in milliseconds. */
  readonly blockedLimitMs: number;
}

const mostRows = 16_384;
const headBytes = 24;
const rowBytes = 192;
const textStart = 24;
const space = 0x20;

const mainBeat = 0;
const renewerBeat = 1;
const rowsInUse = 4; // as a 32-bit word, behind the two beats

/**
 * The leases of one queue in memory that two threads share: the main thread writes them, the lease thread reads them
 * when it is time to renew, and neither waits for the other or is woken by it.
 *
 * A row is free while its generation is even and held while it is odd. The generation goes up before a row changes
 * hands, so a reader that finds it unchanged after it read the row has read one lease and not parts of two.
 */
export class LeaseTable {
  /** The memory, for the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #times: Float64Array;
  readonly #bytes: Buffer;
  readonly #free: number[] = [];

  /** Untouched rows cost no memory: the system hands it out page by page. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(headBytes + mostRows * rowBytes)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
    this.#times = new Float64Array(memory);
    this.#bytes = Buffer.from(memory);
  }

  /** Holds a lease that was taken at a moment; gives its row, or undefined where the table is full. */
  add(entry: string, token: string, blockedLimitMs: number, takenAt: number): number | undefined {
    const row = this.#free.pop() ?? this.#newRow();
    if (row === undefined) return undefined;
    const start = headBytes + row * rowBytes;
    const time = start / 8;
    const word = start / 4;
    this.#times[time + 1] = takenAt;
    this.#times[time + 2] = blockedLimitMs;
    const entryEnd = this.#write(entry, start + textStart);
    this.#bytes[entryEnd] = space;
    this.#words[word + 1] = this.#write(token, entryEnd + 1) - start - textStart;
    Atomics.add(this.#words, word, 1);
    return row;
  }

  /** Frees a row. */
  remove(row: number): void {
    Atomics.add(this.#words, (headBytes + row * rowBytes) / 4, 1);
    this.#free.push(row);
  }

  /** Gives the leases that are held now. */
  *held(): Generator<LeaseRow> {
    const end = Atomics.load(this.#words, rowsInUse);
    for (let row = 0; row < end; row += 1) {
      const lease = this.#read(row);
      if (lease !== undefined) yield lease;
    }
  }

  /** The generation of the lease that stands in a row now. */
  generationOf(row: number): number {
    return Atomics.load(this.#words, (headBytes + row * rowBytes) / 4);
  }

  /** When the lease in a row was certainly valid last. */
  renewedAt(row: number): number {
    return this.#times[(headBytes + row * rowBytes) / 8 + 1] as number;
  }

  /** Notes that a lease was renewed, unless its row has another one by now. */
  markRenewed({ row, generation }: LeasePlace, moment: number): void {
    if (this.generationOf(row) === generation) this.#times[(headBytes + row * rowBytes) / 8 + 1] = moment;
  }

  /** The main thread says that it is not blocked. */
  beatOfMain(): void {
    this.#times[mainBeat] = sharedNow();
  }

  /** The lease thread says that it renews. */
  beatOfRenewer(): void {
    this.#times[renewerBeat] = sharedNow();
  }

  /** For how long the main thread has said nothing, in milliseconds. */
  get mainSilentMs(): number {
    return sharedNow() - (this.#times[mainBeat] as number);
  }

  /** For how long the lease thread has said nothing, in milliseconds. */
  get renewerSilentMs(): number {
    return sharedNow() - (this.#times[renewerBeat] as number);
  }

  /** Writes letters here: they are few, and a call into Node costs more than they do. Gives where they end. */
  #write(text: string, start: number): number {
    for (let at = 0; at < text.length; at += 1) this.#bytes[start + at] = text.charCodeAt(at);
    return start + text.length;
  }

  #newRow(): number | undefined {
    const row = this.#words[rowsInUse] as number;
    if (row === mostRows) return undefined;
    Atomics.store(this.#words, rowsInUse, row + 1);
    return row;
  }

  #read(row: number): LeaseRow | undefined {
    const start = headBytes + row * rowBytes;
    const generation = this.generationOf(row);
    if (generation % 2 === 0) return undefined;
    const length = this.#words[start / 4 + 1] as number;
    const text = this.#bytes.toString('latin1', start + textStart, start + textStart + length);
    const renewedAt = this.renewedAt(row);
    const blockedLimitMs = this.#times[start / 8 + 2] as number;
    if (this.generationOf(row) !== generation) return undefined;
    const [entry = '', token = ''] = text.split(' ');
    return { row, generation, entry, token, renewedAt, blockedLimitMs };
  }
}

const offset = Number(process.hrtime.bigint() / 1_000n) / 1_000 - performance.now();

/** The time in milliseconds by a clock that never jumps and is the same in every thread of the process. */
export const sharedNow = (): number => performance.now() + offset;
