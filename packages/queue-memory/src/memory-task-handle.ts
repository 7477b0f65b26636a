import type { CancelAnswer, CancelOptions, ResultOptions, TaskHandle } from '@graflow/taskspec';
import { cancelTask } from './endings/cancel-task.ts';
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

  // Not async: a promise more for each result can be seen in the throughput.
  result({ timeoutMs = defaultTimeoutMs, signal }: ResultOptions = {}): Promise<R> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return this.#store.outcomes.result(this.taskId, { timeoutMs, signal }) as Promise<R>;
  }

  async cancel(options?: CancelOptions): Promise<CancelAnswer> {
    return cancelTask(this.#store, this.taskId, options);
  }

  async progress(): Promise<unknown> {
    this.#store.refuseClosed();
    return this.#store.progress.of(this.taskId);
  }
}
