import type { DeadReason } from './outcome.ts';
import type { Failure } from './failure.ts';
import type { AnySpec, TaskSpec } from '../spec/task-spec.ts';

/** Hears of the tasks that a queue claims for it. Called from the queue's own loop: nothing here may throw. */
export interface IntakeListener {
  /** A task was claimed. */
  claimed(spec: TaskSpec): void;
  /** This many wanted tasks do not come: nothing is waiting, or, with the error, the queue could not be asked. */
  unserved(count: number, error?: unknown): void;
}

/** What ends the wait for wanted tasks. */
export interface IntakeOptions {
  /** Whether a wanted task that is not there is told as unserved, and not waited for. */
  readonly untilEmpty?: boolean;
}

/** How a claim ends: what `ack`, `retry`, `bury` and `release` say, as data. */
export type SettleStep =
  | { readonly step: 'ack'; readonly value: unknown; readonly followUps?: readonly AnySpec[] | undefined }
  | { readonly step: 'retry'; readonly delayMs?: number | undefined; readonly failure?: Failure | undefined }
  | { readonly step: 'bury'; readonly reason: DeadReason }
  | {
      readonly step: 'release';
      readonly delayMs?: number | undefined;
      readonly refusal?: Failure | undefined;
      readonly crash?: Failure | undefined;
    };

/**
 * The port as a busy worker uses it: the same as `dequeue` and the four ways to end a claim, for many tasks at a time and
 * without a promise for each of them.
 */
export interface TaskIntake {
  /** Asks for this many tasks more; the listener hears of each of them once. */
  want(count: number): void;
  /**
   * Ends a claim. `settled` is called once: without an error when the queue has stored it, with what the methods of the
   * port reject with otherwise; perhaps before this returns.
   */
  settle(spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void;
  /** Withdraws what is wanted: the listener hears of nothing any more. Claims can still be settled. */
  close(): void;
}
