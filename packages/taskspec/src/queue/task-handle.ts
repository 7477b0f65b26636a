import type { CancelAnswer, CancelOptions } from './cancel.ts';
import type { DeadReason, DeadReasonCode, Outcome } from './outcome.ts';
import type { Failure } from './failure.ts';

/** What `enqueue` gives back: the way to a task's outcome, from this process or, by id, from any other. */
export interface TaskHandle<R = unknown> {
  /** The id of the task. */
  readonly taskId: string;
  /**
   * Waits for the outcome, for 60 s unless told otherwise; may be asked again and again while the result is kept.
   *
   * @throws TaskFailedError when the task ended without a value; TaskSpecError `GRAFLOW_RESULT_TIMEOUT` when the wait
   * ended first.
   */
  result(options?: ResultOptions): Promise<R>;
  /**
   * Ends the task without a value, in one step, whether it waits, is delayed or runs: from then on `result()` rejects with
   * `GRAFLOW_TASK_CANCELLED`. Where it runs, its signal fires within a second, and what it still gives is dropped. Asked
   * again, it gives the same answer.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_QUEUE_CLOSED`.
   */
  cancel(options?: CancelOptions): Promise<CancelAnswer>;
  /**
   * Gives what the task told last of how far it is, with `taskContext().progress(value)`, in whichever attempt; undefined
   * where it told nothing yet, or has ended. A value is here within half a second.
   *
   * @throws TaskSpecError `GRAFLOW_QUEUE_CLOSED`.
   */
  progress(): Promise<unknown>;
}

/** How long to wait for an outcome. */
export interface ResultOptions {
  /** The longest wait, in milliseconds; 60,000 unless given. */
  readonly timeoutMs?: number;
  /** Ends the wait early: `result()` rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Tells that a task ended without a value: `code` says why, `failure` what its last attempt saw. */
export class TaskFailedError extends Error {
  /** Always `TaskFailedError`. */
  override readonly name = 'TaskFailedError';
  /** Why the task ended, for instance `GRAFLOW_TASK_FAILED`. */
  readonly code: DeadReasonCode;
  /** The task that failed. */
  readonly taskId: string;
  /** The error of the last attempt, as data. */
  readonly failure: Failure;
  /** The number of the last attempt, from 1; 0 where there was none. */
  readonly attempt: number;

  /** Builds the message from the reason. */
  constructor(taskId: string, reason: DeadReason, attempt: number) {
    super(messageOf(taskId, reason, attempt));
    this.code = reason.code;
    this.taskId = taskId;
    this.failure = reason.failure;
    this.attempt = attempt;
  }
}

function messageOf(taskId: string, { code, failure }: DeadReason, attempt: number): string {
  if (code === 'GRAFLOW_TASK_CANCELLED') return `Task ${taskId} was cancelled: ${failure.message}`;
  if (code === 'GRAFLOW_TASK_DROPPED') return `Task ${taskId} was dropped: ${failure.message}`;
  return `Task ${taskId} failed in attempt ${attempt}: ${failure.name}: ${failure.message}`;
}

/** Gives the value of an outcome, or throws the {@link TaskFailedError} of its reason. */
export function valueOf<R>(taskId: string, outcome: Outcome): R {
  if (outcome.ok) return outcome.value as R;
  throw new TaskFailedError(taskId, outcome.reason, outcome.attempt);
}
