import { setTimeout as sleep } from 'node:timers/promises';

const leastDelayMs = 100;
const longestDelayMs = 5_000;

/** The wait of all slots together while the queue does not answer: exponential, with jitter, so that workers spread. */
export class ClaimBackoff {
  readonly #signal: AbortSignal;
  readonly #random: () => number;
  #failures = 0;
  #pause: Promise<void> | undefined;

  /** @param signal - ends the waits */
  constructor(signal: AbortSignal, random: () => number = Math.random) {
    this.#signal = signal;
    this.#random = random;
  }

  /** Tells that a claim was answered. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** Waits for the next try. The first slot that fails opens the pause and tells it; the others join. */
  async failed(tell: (retryInMs: number) => void): Promise<void> {
    this.#pause ??= this.#openPause(tell);
    await this.#pause;
  }

  async #openPause(tell: (retryInMs: number) => void): Promise<void> {
    const delayMs = Math.min(longestDelayMs, leastDelayMs * 2 ** this.#failures++) * (0.5 + this.#random() / 2);
    tell(Math.round(delayMs));
    // Rejects when the worker stops; then there is nothing left to wait for.
    await sleep(delayMs, undefined, { signal: this.#signal }).catch(() => {});
    this.#pause = undefined;
  }
}
