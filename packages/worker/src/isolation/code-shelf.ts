import type { TaskEnvelope } from '@graflow/resolver';

/** An envelope on its way to a runner: its code by hash, and the texts of those that the runner does not have yet. */
export interface SentEnvelope extends Omit<TaskEnvelope, 'code'> {
  /** The hashes of its code, in their order; absent where it has none. */
  readonly hashes?: readonly string[];
  /** The texts that the runner does not have. */
  readonly texts?: Readonly<Record<string, string>>;
}

const mostCharacters = 16 * 1024 * 1024;

/**
 * The texts of by-value code that a runner has. Worker and runner have one each, and do the same with both: so the worker knows what the
 * runner has without asking, and each text travels once while it is used. The texts used longest ago go where there are too many.
 */
export class CodeShelf {
  readonly #mostCharacters: number;
  readonly #texts = new Map<string, string>();
  #characters = 0;

  /** @param most - how many characters it holds; 16 Mi unless given. The same on both sides. */
  constructor(most: number = mostCharacters) {
    this.#mostCharacters = most;
  }

  /** Takes the texts out of an envelope that the runner has; the worker does it when it sends. */
  send({ code, ...envelope }: TaskEnvelope): SentEnvelope {
    if (code === undefined) return envelope;
    const texts = Object.fromEntries(Object.entries(code).filter(([hash]) => !this.#texts.has(hash)));
    this.#keep(code);
    return { ...envelope, hashes: Object.keys(code), texts };
  }

  /** Puts them back; the runner does it when it receives. */
  receive({ hashes, texts = {}, ...envelope }: SentEnvelope): TaskEnvelope {
    if (hashes === undefined) return envelope;
    const code = Object.fromEntries(hashes.map((hash) => [hash, texts[hash] ?? (this.#texts.get(hash) as string)]));
    this.#keep(code);
    return { ...envelope, code };
  }

  #keep(code: Readonly<Record<string, string>>): void {
    for (const [hash, text] of Object.entries(code)) {
      if (!this.#texts.delete(hash)) this.#characters += text.length;
      this.#texts.set(hash, text);
    }
    for (const [hash, text] of this.#texts) {
      if (this.#characters <= this.#mostCharacters) return;
      this.#texts.delete(hash);
      this.#characters -= text.length;
    }
  }
}
