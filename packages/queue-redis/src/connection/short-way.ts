const pauseMs = 1_000;

/** Whether a script may be tried that does only what is usual: where it was refused, it mostly would be again. */
export class ShortWay {
  #openFrom = 0;

  /** Whether it is worth a try. */
  get isOpen(): boolean {
    return performance.now() >= this.#openFrom;
  }

  /** Something was there that is not usual; it is not tried for a second. */
  refused(): void {
    this.#openFrom = performance.now() + pauseMs;
  }
}
