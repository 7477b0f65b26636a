interface Entry<T> {
  readonly at: number;
  readonly serial: number;
  readonly item: T;
}

/** Things with a time, nearest first; those of one time in the order they came. Adding in order of time is constant. */
export class DeadlineHeap<T> {
  readonly #entries: Entry<T>[] = [];
  #serial = 0;

  /** The nearest time; Infinity where there is none. */
  get nearest(): number {
    return this.#entries[0]?.at ?? Infinity;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(at: number, item: T): void {
    this.#entries.push({ at, serial: this.#serial++, item });
    this.#rise(this.#entries.length - 1);
  }

  /** Takes the nearest thing whose time has come. */
  takeDue(now: number): T | undefined {
    const [first] = this.#entries;
    if (first === undefined || first.at > now) return undefined;
    const last = this.#entries.pop() as Entry<T>;
    if (last !== first) {
      this.#entries[0] = last;
      this.#sink(0);
    }
    return first.item;
  }

  /** Takes a thing out before its time; tells whether it was there. Looks through all of them. */
  remove(item: T): boolean {
    const index = this.#entries.findIndex((entry) => entry.item === item);
    if (index === -1) return false;
    const last = this.#entries.pop() as Entry<T>;
    if (last.item === item) return true;
    this.#entries[index] = last;
    this.#rise(index);
    this.#sink(index);
    return true;
  }

  #rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.#isBefore(index, parent)) return;
    this.#swap(index, parent);
    this.#rise(parent);
  }

  #sink(index: number): void {
    const left = 2 * index + 1;
    if (left >= this.#entries.length) return;
    const right = left + 1;
    const nearer = right < this.#entries.length && this.#isBefore(right, left) ? right : left;
    if (!this.#isBefore(nearer, index)) return;
    this.#swap(nearer, index);
    this.#sink(nearer);
  }

  #isBefore(one: number, other: number): boolean {
    const [left, right] = [this.#entries[one] as Entry<T>, this.#entries[other] as Entry<T>];
    return left.at === right.at ? left.serial < right.serial : left.at < right.at;
  }

  #swap(one: number, other: number): void {
    const entry = this.#entries[one] as Entry<T>;
    this.#entries[one] = this.#entries[other] as Entry<T>;
    this.#entries[other] = entry;
  }
}
