/**
 * Keeps the values used last, at most `limit` of them.
 */
export class BoundedCache<Value> {
  readonly #values = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Gives the value of the key, made now if it is not kept. A `make` that throws leaves no trace. */
  getOrMake(key: string, make: () => Value): Value {
    const value = this.#values.has(key) ? (this.#values.get(key) as Value) : make();
    // A Map keeps the order of insertion: what is used now goes to the end, what was used least stands first.
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#limit) this.#values.delete(this.#values.keys().next().value as string);
    return value;
  }

  get size(): number {
    return this.#values.size;
  }
}
