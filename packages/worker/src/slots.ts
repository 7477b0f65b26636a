import type { AnySpec, TaskQueue } from '@graflow/taskspec';
import type { ClaimBackoff } from './claim-backoff.ts';
import { codeOf } from './error-code.ts';
import type { Ending, Execute } from './execute.ts';
import { type Intake, openIntake, type WorkListener } from './intake.ts';
import type { Reporter } from './reporter.ts';
import { RunningTasks } from './running-tasks.ts';
import { type OnSettled, settle } from './settle.ts';
import { decideSettlement, giveBackNow } from './settlement.ts';
import { TaskRun } from './task-run.ts';

/** What the slots of one worker need. */
export interface SlotsOptions {
  readonly queues: readonly [TaskQueue, ...TaskQueue[]];
  readonly concurrency: number;
  readonly backoff: ClaimBackoff;
  readonly reporter: Reporter;
  /** Runs an attempt, here or in a runner. */
  readonly execute: Execute;
  /** Fires when nothing may be started any more. */
  readonly stopping: AbortSignal;
  /** Whether a slot ends when there is nothing to claim or the queue cannot be asked. */
  readonly untilEmpty: boolean;
}

/**
 * As many tasks at a time as the worker's concurrency: claim, execute, settle. A slot is free for the next task when its
 * task has ended, and does not wait for the settle; but no more settles may be on their way than there are slots, so a
 * queue that does not answer is not asked for more. Nothing here is a promise: a busy worker would pay for each of them.
 */
export class Slots implements WorkListener {
  /** The runs that are not settled yet. */
  readonly running = new RunningTasks();
  /** Resolves when every slot has ended. */
  readonly ended: Promise<void>;
  /** Why the queue could not be asked, where that ended a slot. */
  failure: { readonly error: unknown } | undefined;
  readonly #options: SlotsOptions;
  readonly #intake: Intake;
  readonly #mostSettling: number;
  #settling = 0;
  /** Slots that are free but must wait until less is being settled. */
  #held = 0;
  #alive: number;
  #end!: () => void;

  /** Claims nothing yet. */
  constructor(options: SlotsOptions) {
    this.#options = options;
    this.#alive = options.concurrency;
    // What is settled may leave follow-ups, so only then it is known whether the queue is empty.
    this.#mostSettling = options.untilEmpty ? 0 : options.concurrency;
    this.#intake = openIntake(options.queues, options.untilEmpty, this);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Claims for every slot, until the stop. */
  start(): void {
    const { stopping, concurrency } = this.#options;
    stopping.addEventListener('abort', () => this.#stop(), { once: true });
    if (stopping.aborted) this.#stop();
    else this.#intake.want(concurrency);
  }

  /** Runs a claimed task. */
  claimed(spec: AnySpec, queue: TaskQueue): void {
    const { backoff, reporter, stopping, execute } = this.#options;
    backoff.succeeded();
    const run = new TaskRun(spec, queue, reporter);
    this.running.add(run);
    if (stopping.aborted) return this.giveBack(run, this.#forget);
    reporter.tell('task-claimed', run);
    execute(run, this.#onEnding);
  }

  /** Ends slots, or lets them ask again after a pause. */
  unserved(count: number, error?: unknown): void {
    const { backoff, reporter, queues, stopping, untilEmpty } = this.#options;
    if (stopping.aborted) return;
    if (untilEmpty && error !== undefined) this.failure ??= { error };
    if (untilEmpty || codeOf(error) === 'GRAFLOW_QUEUE_CLOSED') return this.#endSlots(count);
    const queue = queues.map(({ name }) => name).join(', ');
    const paused = backoff.failed((retryInMs) => reporter.tellQueueError({ queue, during: 'claim', error, retryInMs }));
    void paused.then(() => this.#want(count));
  }

  /** Gives the claim of a run back; tells whether the queue knows it. */
  giveBack(run: TaskRun, done: OnSettled): void {
    run.phase = 'given-back';
    settle(run, giveBackNow, this.#intake, this.#options.reporter, done);
  }

  // Arrows, made once for all runs.
  readonly #onEnding = (ending: Ending, run: TaskRun): void => {
    if (run.phase === 'given-back') return this.#forget(run);
    run.phase = 'settling';
    this.#settling += 1;
    // Asked for before the settle, so that both go in one round trip.
    if (this.#settling <= this.#mostSettling) this.#want(1);
    else this.#held += 1;
    const settlement = decideSettlement(ending, run);
    settle(run, settlement, this.#intake, this.#options.reporter, this.#onSettled);
  };

  readonly #onSettled: OnSettled = (run) => {
    this.#settling -= 1;
    if (this.#held > 0) {
      this.#held -= 1;
      this.#want(1);
    }
    this.#forget(run);
  };

  readonly #forget = (run: TaskRun): void => {
    this.running.delete(run);
    this.#endWhereDone();
  };

  #want(count: number): void {
    if (!this.#options.stopping.aborted) this.#intake.want(count);
  }

  #stop(): void {
    this.#intake.close();
    this.#endWhereDone();
  }

  #endSlots(count: number): void {
    this.#alive -= count;
    this.#endWhereDone();
  }

  #endWhereDone(): void {
    if (this.running.size === 0 && (this.#alive === 0 || this.#options.stopping.aborted)) this.#end();
  }
}
