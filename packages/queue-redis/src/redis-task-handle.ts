import { type CancelAnswer, type CancelOptions, type ResultOptions, type TaskHandle, valueOf } from '@graflow/taskspec';
import { cancelTask } from './cancelling/cancel-task.ts';
import { readProgress } from './progress/read-progress.ts';
import type { QueueParts } from './queue-parts.ts';

type HandleParts = Pick<QueueParts, 'connection' | 'tag' | 'outcomes' | 'refuseClosed'>;

/** The way to one task, from any process. */
export class RedisTaskHandle<R> implements TaskHandle<R> {
  readonly taskId: string;
  readonly #parts: HandleParts;

  /** Asks nothing yet. */
  constructor(taskId: string, parts: HandleParts) {
    this.taskId = taskId;
    this.#parts = parts;
  }

  async result(options: ResultOptions = {}): Promise<R> {
    this.#parts.refuseClosed();
    return valueOf<R>(this.taskId, await this.#parts.outcomes.outcomeOf(this.taskId, options));
  }

  async cancel(options?: CancelOptions): Promise<CancelAnswer> {
    this.#parts.refuseClosed();
    return cancelTask(this.#parts.connection, this.#parts.tag, this.taskId, options);
  }

  async progress(): Promise<unknown> {
    this.#parts.refuseClosed();
    return readProgress(this.#parts.connection, this.#parts.tag, this.taskId);
  }
}
