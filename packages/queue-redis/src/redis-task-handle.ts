import { type CancelAnswer, type CancelOptions, type ResultOptions, type TaskHandle, valueOf } from '@graflow/taskspec';
import { cancelTask } from './cancelling/cancel-task.ts';
import { readProgress } from './progress/read-progress.ts';
import type { QueueParts } from './queue-parts.ts';

/** The way to one task, from any process. */
export class RedisTaskHandle<R> implements TaskHandle<R> {
  readonly taskId: string;
  readonly #parts: Pick<QueueParts, 'connection' | 'tag' | 'outcomes'>;
  readonly #refuseClosed: () => void;

  /** @param refuseClosed - throws where the queue is closed */
  constructor(taskId: string, parts: Pick<QueueParts, 'connection' | 'tag' | 'outcomes'>, refuseClosed: () => void) {
    this.taskId = taskId;
    this.#parts = parts;
    this.#refuseClosed = refuseClosed;
  }

  async result(options: ResultOptions = {}): Promise<R> {
    this.#refuseClosed();
    return valueOf<R>(this.taskId, await this.#parts.outcomes.outcomeOf(this.taskId, options));
  }

  async cancel(options?: CancelOptions): Promise<CancelAnswer> {
    this.#refuseClosed();
    return cancelTask(this.#parts.connection, this.#parts.tag, this.taskId, options);
  }

  async progress(): Promise<unknown> {
    this.#refuseClosed();
    return readProgress(this.#parts.connection, this.#parts.tag, this.taskId);
  }
}
