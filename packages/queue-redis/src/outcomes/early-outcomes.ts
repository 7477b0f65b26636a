/** How many tasks are remembered at the least; twice as many at the most. */
const remembered = 1_000;

/**
 * What was told of the newest tasks that were enqueued here, before anybody waited for their outcome. Where the channel was
 * listened to before a task was sent and ever since, whoever waits for it need not read: it was told, or will be.
 */
export class EarlyOutcomes {
  #newer = new Map<string, string | undefined>();
  #older = new Map<string, string | undefined>();

  /** Remembers from now on what is told of a task. */
  expect(taskId: string): void {
    if (this.#newer.size >= remembered) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(taskId, undefined);
  }

  /** Remembers what was told of a task, its outcome or nothing but that it has one, if it is expected. */
  hear(taskId: string, told: string): void {
    const part = this.#partOf(taskId);
    part?.set(taskId, told);
  }

  /** Whether what is told of a task is known since before it was sent. */
  has(taskId: string): boolean {
    return this.#partOf(taskId) !== undefined;
  }

  /** Gives what was told of a task, and forgets it. */
  take(taskId: string): string | undefined {
    const part = this.#partOf(taskId);
    const told = part?.get(taskId);
    part?.delete(taskId);
    return told;
  }

  /** Forgets everything: something may have been missed. */
  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }

  #partOf(taskId: string): Map<string, string | undefined> | undefined {
    if (this.#newer.has(taskId)) return this.#newer;
    return this.#older.has(taskId) ? this.#older : undefined;
  }
}
