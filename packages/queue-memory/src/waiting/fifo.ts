/** First in, first out, in constant time: one list to put in, one, reversed, to take from. */
export class Fifo<T> {
  #in: T[] = [];
  #out: T[] = [];

  get size(): number {
    return this.#in.length + this.#out.length;
  }

  /** The one that is taken next. */
  get first(): T | undefined {
    return this.#out.at(-1) ?? this.#in[0];
  }

  put(item: T): void {
    this.#in.push(item);
  }

  /** Puts something before all others. */
  putFirst(item: T): void {
    this.#out.push(item);
  }

  take(): T | undefined {
    if (this.#out.length === 0) {
      if (this.#in.length === 0) return undefined;
      this.#out = this.#in.reverse();
      this.#in = [];
    }
    return this.#out.pop();
  }
}
