import type { TaskWrites } from '@graflow/taskspec';

/** Counts the writes of one attempt. */
export class WriteCounter implements TaskWrites {
  readonly address: string;
  readonly token: string;
  #count = 0;

  constructor(address: string, token: string) {
    this.address = address;
    this.token = token;
  }

  next(): number {
    this.#count += 1;
    return this.#count;
  }
}
