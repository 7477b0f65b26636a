import type { DeadReason, Failure } from '@graflow/taskspec';

/** Which run an event is about. */
export interface TaskEvent {
  /** The id of the task. */
  readonly taskId: string;
  /** How people call the task. It came from the queue: escape it before you print it. */
  readonly name: string;
  /** The number of this run, from 1. */
  readonly attempt: number;
  /** The queue it was claimed from. */
  readonly queue: string;
  /** How long the run has taken so far, resolving included, in milliseconds. */
  readonly runMs: number;
}

/**
 * Why a claim was given back: this worker cannot run the task, is stopping, the task threw `retryLater`, it brought down
 * the runner that it ran in (counted as a lost lease), or another task in its runner did (not counted).
 */
export type ReleaseCause = 'refused' | 'stopping' | 'retry-later' | 'crashed' | 'runner-lost';

/** The events of a worker, by name; each listener gets one object. Told after the queue has stored what they tell. */
export interface WorkerEvents {
  /** A task was claimed and starts. */
  'task-claimed': [event: TaskEvent];
  /** A task returned, and its value is stored. */
  'task-succeeded': [event: TaskEvent];
  /** An attempt failed; `task-retried` or `task-buried` follows. */
  'task-failed': [event: TaskEvent & { readonly failure: Failure }];
  /** A failed task waits for its next attempt. */
  'task-retried': [event: TaskEvent & { readonly failure: Failure; readonly delayMs: number }];
  /** A task is dead-lettered. */
  'task-buried': [event: TaskEvent & { readonly reason: DeadReason }];
  /** A claim was given back; no attempt is counted. */
  'task-released': [
    event: TaskEvent & {
      readonly cause: ReleaseCause;
      readonly delayMs: number;
      readonly refusal?: Failure;
      readonly crash?: Failure;
    },
  ];
  /** The lease ended before the task did: another worker may have run it, and this outcome is not stored. */
  'task-superseded': [event: TaskEvent];
  /** A task was cancelled while it ran, and has ended now; what it gave is dropped. */
  'task-cancelled': [event: TaskEvent];
  /** A task called `taskContext().progress(value)`; with isolation the newest value of a moment is told. */
  'task-progress': [event: TaskEvent & { readonly value: unknown }];
  /** The queue did not do what the worker asked; the worker waits `retryInMs` and goes on. */
  'queue-error': [event: QueueErrorEvent];
}

/** What a queue refused, and when the worker asks again. */
export interface QueueErrorEvent {
  /** The queue, or all of them where the worker serves several. */
  readonly queue: string;
  /** What the worker asked for. */
  readonly during: 'claim' | 'settle' | 'schedule';
  /** What the queue threw. */
  readonly error: unknown;
  /** The wait before the worker asks again, in milliseconds; for a settle undefined: its lease ends and the task runs again. */
  readonly retryInMs?: number;
}
