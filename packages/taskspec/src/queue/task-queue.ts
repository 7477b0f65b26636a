import type { AnyTask, ResultOf, TaskOptions } from '@graflow/resolver';
import type { ArgumentsOf } from '../spec/arguments-of.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Failure } from './failure.ts';
import type { DeadReason } from './outcome.ts';
import type { QueueEvents } from './queue-events.ts';
import type { QueueLimits } from './queue-limits.ts';
import type { QueueHealth } from './queue-health.ts';
import type { TaskControl } from './task-control.ts';
import type { TaskGroups } from './task-groups.ts';
import type { TaskHandle } from './task-handle.ts';
import type { IntakeListener, IntakeOptions, TaskIntake } from './task-intake.ts';
import type { TaskProgress } from './task-progress.ts';
import type { TaskPublishing } from './task-publishing.ts';
import type { TaskSchedules } from './task-schedules.ts';
import type { TaskSignals } from './task-signals.ts';
import type { StateOptions, TaskState } from './task-state.ts';
import type { AnySpec, TaskSpec } from '../spec/task-spec.ts';

/** A handle for each spec of a list, typed by it. */
export type HandlesOf<S extends readonly AnySpec[]> = {
  -readonly [K in keyof S]: S[K] extends TaskSpec<infer F> ? TaskHandle<ResultOf<F>> : never;
};

/** How long `dequeue` waits, and what ends the wait. */
export interface DequeueOptions {
  /** The longest wait, in milliseconds; for ever unless given. */
  readonly waitMs?: number;
  /** Ends the wait: `dequeue` rejects with its reason and claims nothing. */
  readonly signal?: AbortSignal;
}

/** What goes with the settling of a task that ended well. */
export interface AckOptions {
  /** Tasks that become waiting in the same step, at most 1,000. */
  readonly followUps?: readonly AnySpec[];
}

/** When a failed task runs again, and what failed. */
export interface RetryTaskOptions {
  /** The delay before the next attempt, in milliseconds; none unless given. */
  readonly delayMs?: number;
  /** The failure of this attempt; it counts towards `retry.maxAttempts`. */
  readonly failure?: Failure;
}

/** Why a claim is given back. */
export interface ReleaseOptions {
  /** The delay before anybody may claim it again, in milliseconds; none unless given. */
  readonly delayMs?: number;
  /**
   * Why this worker cannot run it, where that is the reason. A refused task is dead-lettered as unroutable once every
   * live worker refused it or 30 s have passed.
   */
  readonly refusal?: Failure;
  /**
   * What ended the run from outside, where the task took the thread or process down that it ran in. It counts as a lost
   * lease, not as a failure: the task waits again at once, and one that was lost too often is dead-lettered as poison.
   */
  readonly crash?: Failure;
}

/** How long closing may take. */
export interface CloseOptions {
  /** The longest time, in milliseconds; 5,000 unless given. */
  readonly deadlineMs?: number;
}

/** First part of the port: tasks. Producers use the first two methods, workers the others. */
export interface TaskOperations {
  /**
   * Makes one task waiting, in one atomic step. The same id with the same content is the same task: nothing is added.
   *
   * @throws TaskSerializationError, or TaskSpecError `GRAFLOW_TASK_ID_TAKEN`, `GRAFLOW_PAYLOAD_…`, `GRAFLOW_BACKLOG_FULL`,
   * `GRAFLOW_QUEUE_CLOSED`.
   */
  enqueue<F extends AnyTask>(spec: TaskSpec<F>): Promise<TaskHandle<ResultOf<F>>>;
  /**
   * Makes many tasks waiting, in the order given; each group of at most 1,000 in one atomic step. Where one is refused,
   * others may have been added: sent again, they are the same tasks.
   */
  enqueue<const S extends readonly AnySpec[]>(specs: S): Promise<HandlesOf<S>>;
  /** Makes a spec of a function and its arguments, and that spec waiting. */
  enqueue<F extends AnyTask>(
    fn: F,
    ...call: ArgumentsOf<F, TaskOptions & { readonly resolverId?: string }>
  ): Promise<TaskHandle<ResultOf<F>>>;
  /** Gives the handle of a task that was enqueued here or elsewhere. */
  handle<R = unknown>(taskId: string): TaskHandle<R>;

  /** Claims the next task, waiting for one; rejects when the queue closes. */
  dequeue(): Promise<TaskSpec>;
  /** Claims the next task, or gives undefined when none came in `waitMs`. */
  dequeue(options: DequeueOptions): Promise<TaskSpec | undefined>;
  /**
   * Ends a claim with a value: the outcome is stored and told to whoever waits.
   *
   * @throws TaskSpecError `GRAFLOW_LEASE_LOST` when the claim is no longer valid; the first settle of an attempt wins.
   */
  ack(spec: AnySpec, value?: unknown, options?: AckOptions): Promise<void>;
  /** Ends a claim after a failure: the task waits for its next attempt. Throws as `ack` does. */
  retry(spec: AnySpec, options?: RetryTaskOptions): Promise<void>;
  /** Ends a claim for good: the record is kept among the dead letters with the reason. Throws as `ack` does. */
  bury(spec: AnySpec, reason: DeadReason): Promise<void>;
  /** Gives a claim back without counting an attempt. Throws as `ack` does. */
  release(spec: AnySpec, options?: ReleaseOptions): Promise<void>;
  /** Opens the worker's side in bulk; optional, because whatever it does can be done by the methods above. */
  intake?(listener: IntakeListener, options?: IntakeOptions): TaskIntake;
  /** Tells whether what waits is claimed here. Never rejects: a queue that cannot be asked is not healthy. */
  health(): Promise<QueueHealth>;
  /** Ends all waits and connections; claims that are still open run out. May be called twice; ends by its deadline. */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * The port that every queue implements; `tooling/queue-contract` is its text as tests. It has four parts: tasks, `after`
 * (an option of a spec) with groups, state and signals.
 */
export interface TaskQueue
  extends
    TaskOperations,
    TaskProgress,
    TaskGroups,
    TaskSignals,
    TaskPublishing,
    TaskControl,
    QueueEvents,
    AsyncDisposable {
  /** The name of the queue. */
  readonly name: string;
  /** Where the queue is, for people, and to tell it from other queues; without a password. */
  readonly address: string;
  /** What is kept of tasks that ended without a value. */
  readonly deadLetters: DeadLetters;
  /** What all workers of the queue may do together. */
  readonly limits: QueueLimits;
  /** Tasks that are due again and again. */
  readonly schedules: TaskSchedules;
  /** Gives the values shared under an id. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
  state(id: string, options?: StateOptions): TaskState;
}
