/** Changes that were told, many of them as one, until nobody waits for more. */
export class Changes {
  hasEnded = false;
  #isNoted = true;
  #wake: (() => void) | undefined;

  /** Something changed. */
  note(): void {
    this.#isNoted = true;
    this.#wake?.();
  }

  /** There are no more. */
  end(): void {
    this.hasEnded = true;
    this.note();
  }

  /** Waits for a change; the first one is there from the start. Gives false when there will be none. */
  async next(): Promise<boolean> {
    if (!this.#isNoted) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#isNoted = false;
    return !this.hasEnded;
  }
}
