/** A moment that may be brought forward, but never put off. */
export class Deadline {
  /** Resolves when the moment has come. */
  readonly reached: Promise<void>;
  #reach: () => void = () => {};
  #at = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.reached = new Promise((resolve) => (this.#reach = resolve));
  }

  /** Sets the moment to this many milliseconds from now, unless it is earlier already. */
  bringForward(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (at >= this.#at) return;
    this.#at = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#reach, delayMs);
  }

  /** Ends it: the moment does not come any more, and the process need not wait for it. */
  clear(): void {
    this.#at = Number.NEGATIVE_INFINITY;
    clearTimeout(this.#timer);
  }
}
