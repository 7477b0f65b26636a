import {
  type AnySpec,
  type Claim,
  runInTaskContext,
  type TaskContext,
  type TaskLog,
  type TaskQueue,
  type TaskWrites,
} from '@graflow/taskspec';
import { boundState } from './bound-state.ts';
import { FollowUps } from './follow-ups.ts';
import type { Reporter } from './reporter.ts';
import { WriteCounter } from './write-counter.ts';

/**
 * One attempt of one task: the claim, and what the task sees as its context.
 *
 * Everything that most tasks never ask for (signal, log, follow-ups) is made at the first look, because a worker makes
 * one of these per task. Its members are getters that give bound functions, so a task may take them apart.
 */
export class TaskRun implements TaskContext {
  readonly spec: AnySpec;
  readonly queue: TaskQueue;
  readonly startedAt: number = performance.now();
  /** `given-back` by a stopping worker: whatever the task still does, it is not settled. */
  phase: 'running' | 'settling' | 'given-back' = 'running';
  /** Where it stands among the running tasks. */
  place = -1;
  readonly #reporter: Reporter;
  #controller: AbortController | undefined;
  #abortReason: unknown;
  #followUps: FollowUps | undefined;
  #writes: WriteCounter | undefined;
  #hasEnded = false;

  constructor(spec: AnySpec, queue: TaskQueue, reporter: Reporter) {
    this.spec = spec;
    this.queue = queue;
    this.#reporter = reporter;
  }

  get taskId(): string {
    return this.spec.taskId;
  }

  get attempt(): number {
    return this.spec.attempt;
  }

  get claim(): Claim {
    return this.spec.claim as Claim;
  }

  get idempotencyKey(): string {
    return `${this.queue.name}:${this.taskId}`;
  }

  get signal(): AbortSignal {
    this.#controller ??= this.#openController();
    return this.#controller.signal;
  }

  get log(): TaskLog {
    return this.#reporter.logFor(this);
  }

  get progress(): TaskContext['progress'] {
    return (value) => {
      if (this.#hasEnded) return;
      this.#reporter.tell('task-progress', this, { value });
      this.queue.progress(this.spec, value);
    };
  }

  get writes(): TaskWrites {
    return (this.#writes ??= new WriteCounter(this.queue.address, this.claim.token));
  }

  get state(): TaskContext['state'] {
    return (id, options) => boundState(this, this.queue.state(id, options));
  }

  get sendSignal(): TaskContext['sendSignal'] {
    return (...wish) => runInTaskContext(this, () => this.queue.signal(...wish));
  }

  get waitForSignal(): TaskContext['waitForSignal'] {
    return (id, name, options = {}) => {
      const signal = options.signal ? AbortSignal.any([this.signal, options.signal]) : this.signal;
      return runInTaskContext(this, () => this.queue.waitForSignal(id, name, { ...options, signal }));
    };
  }

  get enqueueEach(): TaskContext['enqueueEach'] {
    this.#followUps ??= new FollowUps(this.spec);
    return this.#followUps.enqueueEach;
  }

  get enqueue(): TaskContext['enqueue'] {
    this.#followUps ??= new FollowUps(this.spec);
    return this.#followUps.enqueue;
  }

  /** Fires the signal, also for a task that looks at it later. */
  abort(reason: unknown): void {
    this.#abortReason ??= reason;
    this.#controller?.abort(reason);
  }

  /** What {@link abort} was called with first. */
  get abortReason(): unknown {
    return this.#abortReason;
  }

  /** Closes the context when the task has ended, and gives the follow-ups, all of them serialized. */
  end(): Promise<readonly AnySpec[]> | undefined {
    this.#hasEnded = true;
    return this.#followUps?.close();
  }

  #openController(): AbortController {
    const controller = new AbortController();
    const { signal } = this.claim;
    const forward = (): void => controller.abort(signal.reason);
    if (this.#abortReason !== undefined) controller.abort(this.#abortReason);
    else if (signal.aborted) forward();
    else signal.addEventListener('abort', forward, { once: true });
    return controller;
  }
}
