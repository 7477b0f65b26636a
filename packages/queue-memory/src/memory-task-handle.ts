import type { CancelAnswer, CancelOptions, ResultOptions, TaskHandle } from '@graflow/taskspec';
import { cancelTask } from './endings/cancel-task.ts';
import type { StoredTask } from './forms/stored-task.ts';
import type { MemoryStore } from './memory-store.ts';

const defaultTimeoutMs = 60_000;

/** The way to the outcome of one task. */
export class MemoryTaskHandle<R> implements TaskHandle<R> {
  readonly #task: StoredTask | string;
  readonly #store: MemoryStore;

  /** @param task - or its id, where that is all that is known */
  constructor(task: StoredTask | string, store: MemoryStore) {
    this.#task = task;
    this.#store = store;
  }

  get taskId(): string {
    return typeof this.#task === 'string' ? this.#task : this.#task.taskId;
  }

  // Not async: a promise more for each result can be seen in the throughput.
  result({ timeoutMs = defaultTimeoutMs, signal }: ResultOptions = {}): Promise<R> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { outcomes } = this.#store;
    const limits = { timeoutMs, signal };
    const result =
      typeof this.#task === 'string' ? outcomes.result(this.#task, limits) : outcomes.resultOf(this.#task, limits);
    return result as Promise<R>;
  }

  async cancel(options?: CancelOptions): Promise<CancelAnswer> {
    return cancelTask(this.#store, this.taskId, options);
  }

  async progress(): Promise<unknown> {
    this.#store.refuseClosed();
    return this.#store.progress.of(this.taskId);
  }
}
