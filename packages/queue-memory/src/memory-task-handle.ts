import type { ResultOptions, TaskHandle } from '@graflow/taskspec';
import type { MemoryStore } from './memory-store.ts';

const defaultTimeoutMs = 60_000;

/** The way to the outcome of one task. */
export class MemoryTaskHandle<R> implements TaskHandle<R> {
  readonly taskId: string;
  readonly #store: MemoryStore;

  constructor(taskId: string, store: MemoryStore) {
    this.taskId = taskId;
    this.#store = store;
  }

  async result({ timeoutMs = defaultTimeoutMs, signal }: ResultOptions = {}): Promise<R> {
    signal?.throwIfAborted();
    return (await this.#store.result(this.taskId, { timeoutMs, signal })) as R;
  }
}
