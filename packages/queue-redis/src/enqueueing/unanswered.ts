/** Who waits for room. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Counts the bytes that were sent and not answered yet. Whoever would send more than there may be waits, in the order of asking, for
 * as long as answers come; where Redis is away, those who wait hear that with what was sent.
 */
export class Unanswered {
  readonly #mostBytes: number;
  #bytes = 0;
  #waiting: Waiting[] = [];
  #isWaking = false;

  /** @param mostBytes - where so many are under way, nobody else may send */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Whether something may be sent at once. */
  get hasRoom(): boolean {
    return this.#bytes < this.#mostBytes && this.#waiting.length === 0 && !this.#isWaking;
  }

  /** Sends as soon as there is room; what is sent counts itself. */
  async whenRoom<T>(send: () => Promise<T>): Promise<T> {
    if (!this.hasRoom) await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#isWaking = false;
    try {
      return send(); // not awaited: the next one may send beside it
    } finally {
      this.#wake();
    }
  }

  /** Counts what is sent. */
  sent(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Counts it no more. */
  answered(bytes: number): void {
    this.#bytes -= bytes;
    this.#wake();
  }

  /** Counts it no more, and lets those who wait fail with it: what they would send would, too. */
  failed(bytes: number, error: unknown): void {
    this.#bytes -= bytes;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #wake(): void {
    if (this.#isWaking || this.#bytes >= this.#mostBytes) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#isWaking = true;
    next.resolve();
  }
}
