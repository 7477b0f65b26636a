/** Values with a time after which they are not there any more. */
export class ExpiringMap<V extends { readonly expiresAt: number }> {
  readonly #now: () => number;
  readonly #values = new Map<string, V>();
  #setsSinceSweep = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.expiresAt > this.#now()) return value;
    this.#values.delete(key);
    return undefined;
  }

  /** Sweeps after as many sets as there are values, so that what nobody reads again goes too, and no call pays for all of it. */
  set(key: string, value: V): void {
    this.#values.set(key, value);
    this.#setsSinceSweep += 1;
    if (this.#setsSinceSweep > this.#values.size) this.#sweep();
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  #sweep(): void {
    this.#setsSinceSweep = 0;
    const now = this.#now();
    for (const [key, { expiresAt }] of this.#values) if (expiresAt <= now) this.#values.delete(key);
  }
}
