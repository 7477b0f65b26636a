import { createHash } from 'node:crypto';
import type { Connection } from '../connection/connection.ts';
import { codeKey } from '../keys.ts';

const mostTexts = 200;

/**
 * The texts of by-value code, stored once per SHA-256 beside the records that name them. What was read or sent lately
 * is remembered, so that a text crosses the network once per process.
 */
export class CodeStore {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #texts = new Map<string, string>();

  /** Reads nothing yet. */
  constructor(connection: Connection, tag: string) {
    this.#connection = connection;
    this.#tag = tag;
  }

  /**
   * Reads texts; those that Redis does not have are left out. One that is not what its hash says is given, for whoever joins
   * it to refuse, and not remembered: somebody may put the right one back.
   */
  async read(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const missing = hashes.filter((hash) => !this.#texts.has(hash));
    const fetched = missing.length > 0 ? await this.#fetch(missing) : this.#texts;
    return new Map(
      hashes.flatMap((hash) => {
        const text = fetched.get(hash) ?? this.#texts.get(hash);
        return text === undefined ? [] : [[hash, text]];
      }),
    );
  }

  /** Whether Redis probably has a text already, because it was sent from here lately. */
  knows(hash: string): boolean {
    return this.#texts.has(hash);
  }

  /** Remembers a text, and forgets the one that was not used for the longest time. */
  remember(hash: string, text: string): void {
    this.#texts.delete(hash);
    this.#texts.set(hash, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostTexts && oldest !== undefined) this.#texts.delete(oldest);
  }

  async #fetch(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const keys = hashes.map((hash) => codeKey(this.#tag, hash));
    const texts = await this.#connection.ask((client) => client.mget(keys));
    const fetched = new Map<string, string>();
    hashes.forEach((hash, index) => {
      const text = texts[index];
      if (typeof text !== 'string') return;
      fetched.set(hash, text);
      if (createHash('sha256').update(text).digest('hex') === hash) this.remember(hash, text);
    });
    return fetched;
  }
}
