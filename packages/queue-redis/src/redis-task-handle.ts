import { type CancelAnswer, type CancelOptions, type ResultOptions, type TaskHandle, valueOf } from '@graflow/taskspec';
import type { QueueParts } from './queue-parts.ts';

type HandleParts = Pick<QueueParts, 'outcomes' | 'cancel' | 'progressOf' | 'refuseClosed'>;

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
    return this.#parts.cancel(this.taskId, options);
  }

  async progress(): Promise<unknown> {
    this.#parts.refuseClosed();
    return this.#parts.progressOf(this.taskId);
  }
}
