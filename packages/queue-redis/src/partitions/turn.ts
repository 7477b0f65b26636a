/** Whose turn it is: in a tick of one partition, in the next tick of the one behind it. */
export class Turn {
  readonly #count: number;
  #first = 0;
  #isMoving = false;

  /** Begins with the first of so many. */
  constructor(count: number) {
    this.#count = count;
  }

  /** Gives all partitions, the one whose turn it is first. */
  order(): readonly number[] {
    return Array.from({ length: this.#count }, (_, step) => (this.#first + step) % this.#count);
  }

  /** Passes the turn to the one behind a partition when this tick is over. */
  moveBehind(partition: number): void {
    if (this.#isMoving) return;
    this.#isMoving = true;
    setImmediate(() => {
      this.#isMoving = false;
      this.#first = (partition + 1) % this.#count;
    });
  }
}
