const firstPauseMs = 250;
const longestPauseMs = 60_000;

/**
 * Says how long to wait before what died is started again: longer with each death, and as at first again where it had run well
 * for as long as the longest pause.
 */
export class RestartPause {
  readonly #now: () => number;
  #startedAt = 0;
  #pauseMs = firstPauseMs;

  /** @param now - gives the time in milliseconds, by a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes that it starts. */
  started(): void {
    this.#startedAt = this.#now();
  }

  /** Gives the pause after a death, in milliseconds. */
  afterDeath(): number {
    if (this.#now() - this.#startedAt >= longestPauseMs) this.#pauseMs = firstPauseMs;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    return pauseMs;
  }
}
