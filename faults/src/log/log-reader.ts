import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from './entry.ts';
import { now } from './now.ts';

const lookEveryMs = 15;
/** Looking takes a fifth of the time at the most: proxies of other scenarios live in this process too. */
const restPerLook = 4;

/** Reads the logs of all participants of a run while they are written. */
export class LogReader {
  readonly #directory: string;
  readonly #offsets = new Map<string, number>();
  readonly #entries: Entry[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Everything that was said so far, in the order of time. */
  read(): readonly Entry[] {
    const before = this.#entries.length;
    for (const name of readdirSync(this.#directory)) if (name.endsWith('.log')) this.#readMore(name);
    if (this.#entries.length > before) this.#entries.sort((one, other) => one.at - other.at);
    return this.#entries;
  }

  /**
   * Waits until something that was said, or will be, makes the condition true, and gives it.
   *
   * @throws Error with the description when it did not come in time.
   */
  async until<T>(what: string, find: (entries: readonly Entry[]) => T | undefined, withinMs = 60_000): Promise<T> {
    const deadline = now() + withinMs;
    for (;;) {
      const lookedAt = now();
      const found = find(this.read());
      if (found !== undefined) return found;
      if (now() > deadline) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
      await sleep(Math.max(lookEveryMs, restPerLook * (now() - lookedAt)));
    }
  }

  #readMore(name: string): void {
    const file = openSync(join(this.#directory, name), 'r');
    try {
      const from = this.#offsets.get(name) ?? 0;
      const text = readAll(file, from);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1); // a line may be half written
      this.#offsets.set(name, from + Buffer.byteLength(whole));
      for (const line of whole.split('\n')) if (line !== '') this.#entries.push(JSON.parse(line) as Entry);
    } finally {
      closeSync(file);
    }
  }
}

function readAll(file: number, from: number): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  for (let offset = from; ;) {
    const length = readSync(file, chunk, 0, chunk.length, offset);
    if (length === 0) return Buffer.concat(chunks).toString();
    chunks.push(Buffer.from(chunk.subarray(0, length)));
    offset += length;
  }
}
