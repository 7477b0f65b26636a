/** How claims were answered lately: what health is judged by. */
export class ClaimRecord {
  #answeredAt: number | undefined;
  #error: Error | undefined;
  #since = performance.now();

  /** When Redis last answered, by a task or by "nothing there", in milliseconds since 1970. */
  get answeredAt(): number | undefined {
    return this.#answeredAt;
  }

  /** What it answered last where that was an error. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** For how long there was no answer since the last one, or since somebody began to wait, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.#since;
  }

  /** Somebody begins to wait where nobody did. */
  begin(): void {
    this.#since = performance.now();
  }

  /** Redis answered. */
  answered(): void {
    this.#answeredAt = Date.now();
    this.#error = undefined;
    this.#since = performance.now();
  }

  /** Redis refused, or did not answer. */
  failed(error: Error): void {
    this.#error = error;
  }
}
