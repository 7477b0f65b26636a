const longestMs = 2 ** 31 - 1;

/** One timer for the nearest of many deadlines; it never keeps the process alive. */
export class Alarm {
  readonly #now: () => number;
  readonly #ring: () => void;
  #at = Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Rings at a time, or earlier: whoever is rung looks what is due and sets the alarm again. */
  set(at: number): void {
    if (at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    const delayMs = Math.min(Math.max(at - this.#now(), 1), longestMs);
    this.#timer = setTimeout(() => {
      this.#at = Infinity;
      this.#ring();
    }, delayMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#at = -Infinity;
  }
}
