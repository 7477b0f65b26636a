import type { TaskOptions } from '@graflow/resolver';
import {
  type AnySpec,
  type CloseOptions,
  type DequeueOptions,
  type EnqueueInput,
  type IntakeListener,
  type IntakeOptions,
  openSignals,
  openState,
  queueClosed,
  type SettleStep,
  type TaskHandle,
  type TaskIntake,
  type TaskQueue,
  type TaskSpec,
  toSpecs,
} from '@graflow/taskspec';
import { openWants } from './claiming/open-wants.ts';
import { partsOf } from './parts-of.ts';
import { closeParts, type QueueParts } from './queue-parts.ts';
import { RedisTaskHandle } from './redis-task-handle.ts';
import type { RedisTaskQueueOptions } from './redis-queue-options.ts';

/**
 * A task queue over Redis: fenced leases in server time, one round trip for many tasks, at-least-once.
 *
 * One object serves producers and workers; it opens connections when it needs them. With `GRAFLOW_KEY` on both sides
 * records are signed, and tasks by value and by source are accepted too.
 *
 * @example
 * ```ts
 * import { RedisTaskQueue } from '@graflow/queue-redis';
 *
 * await using queue = new RedisTaskQueue({ url: 'redis://127.0.0.1:6379' });
 * const handle = await queue.enqueue(resize, ['cat.png', 200]);
 * console.log(await handle.result());
 * ```
 */
export class RedisTaskQueue implements TaskQueue {
  /** The name of the queue. */
  readonly name: string;
  /** Where Redis is and what all keys of the queue begin with; without a password. */
  readonly address: string;
  /** What is kept of tasks that ended without a value: to be looked at, run again or thrown away. */
  readonly deadLetters: TaskQueue['deadLetters'];
  /** What all workers of the queue may do together. */
  readonly limits: TaskQueue['limits'];
  /** Tasks that are due again and again. */
  readonly schedules: TaskQueue['schedules'];
  readonly #parts: QueueParts;
  #isConfirmed = false;
  #closing: Promise<void> | undefined;

  /**
   * Checks the options and connects to nothing yet.
   *
   * @throws QueueRedisError or TaskSpecError for a bad option, ResolverError for a bad key.
   */
  constructor(options: RedisTaskQueueOptions = {}) {
    this.#parts = partsOf(options);
    this.name = this.#parts.name;
    this.address = this.#parts.states.address;
    this.deadLetters = this.#parts.deadLetters;
    this.schedules = this.#parts.schedules;
    this.limits = this.#parts.limits;
    ({ signal: this.signal, waitForSignal: this.waitForSignal } = openSignals(this.#parts.states));
  }

  /**
   * Checks that Redis answers, knows us, and is new enough; other methods work without it. Where its settings can lose
   * tasks it warns, through `process.emitWarning`, with `GRAFLOW_REDIS_EVICTS` or `GRAFLOW_REDIS_NOT_DURABLE`.
   *
   * @throws QueueRedisError, of a queue that lies in another number of partitions `GRAFLOW_REDIS_PARTITIONS_DIFFER`
   */
  async ready(): Promise<void> {
    const concerns = await this.#parts.connection.check();
    await this.#confirm();
    for (const { code, message } of concerns) process.emitWarning(message, { type: 'GraflowWarning', code });
  }

  /** Makes tasks waiting; see {@link @graflow/taskspec#TaskOperations}. What is asked for in one tick is one round trip. */
  readonly enqueue: TaskQueue['enqueue'] = async (
    input: EnqueueInput,
    args?: readonly unknown[],
    options?: TaskOptions & { readonly resolverId?: string },
    // oxlint-disable-next-line typescript/no-explicit-any -- the overloads of the port give each caller its own type
  ): Promise<any> => {
    this.#parts.refuseClosed();
    const specs = toSpecs(input, args, options, this.#parts.binding);
    if (!this.#isConfirmed) await this.#confirm();
    if (!specs.every((spec) => spec.serializeNow())) await Promise.all(specs.map((spec) => spec.ensureSerialized()));
    const known = await this.#parts.writer.add(specs);
    for (const spec of specs) spec.status = 'enqueued';
    const handles = specs.map(({ taskId }) => this.handle(known.get(taskId) ?? taskId));
    return Array.isArray(input) ? handles : handles[0];
  };

  /** Gives the handle of a task that was enqueued here or elsewhere. */
  handle<R = unknown>(taskId: string): TaskHandle<R> {
    return new RedisTaskHandle<R>(taskId, this.#parts);
  }

  /** Makes a group of tasks, which ends when the last of them has. */
  readonly group: TaskQueue['group'] = async (...wish) => {
    if (!this.#isConfirmed) await this.#confirm();
    return this.handle(await this.#parts.makeGroup(...wish));
  };

  /** Claims the next task, waiting for one; rejects when the queue closes. */
  dequeue(): Promise<TaskSpec>;
  /** Claims the next task, or gives undefined when Redis had none in `waitMs`. */
  dequeue(options: DequeueOptions): Promise<TaskSpec | undefined>;
  async dequeue(options: DequeueOptions = {}): Promise<TaskSpec | undefined> {
    this.#parts.refuseClosed();
    if (!this.#isConfirmed) await this.#confirm();
    this.#watchClaims();
    return this.#parts.claimers.next(options);
  }

  /** Ends a claim with a value; the outcome and the follow-ups are stored in the same step. */
  readonly ack: TaskQueue['ack'] = (spec, value, { followUps } = {}) =>
    this.#settle(spec, { step: 'ack', value, followUps });
  /** Ends a claim after a failure; the task waits for its next attempt. */
  readonly retry: TaskQueue['retry'] = (spec, options = {}) => this.#settle(spec, { step: 'retry', ...options });
  /** Ends a claim for good; the record is kept among the dead letters. */
  readonly bury: TaskQueue['bury'] = (spec, reason) => this.#settle(spec, { step: 'bury', reason });
  /** Gives a claim back; not an attempt. */
  readonly release: TaskQueue['release'] = (spec, options = {}) => this.#settle(spec, { step: 'release', ...options });

  /** Opens the worker's side in bulk: claims and settles travel together, and cost no promise each. */
  intake(listener: IntakeListener, options: IntakeOptions = {}): TaskIntake {
    this.#watchClaims();
    const want = openWants(this.#parts, listener, options);
    return { ...want, settle: (spec, step, settled) => this.#settleTelling(spec, step, settled) };
  }

  /** Gives what happens in the queue, in any process, from the moment in which this resolves. */
  readonly events: TaskQueue['events'] = (options) => this.#parts.listen(options);

  /** Tells how far a claimed task is. */
  readonly progress: TaskQueue['progress'] = (spec, value) => this.#parts.progress.tell(spec, value);

  /** Lets nobody claim a task any more, in any process; what runs goes on. */
  readonly pause: TaskQueue['pause'] = () => this.#parts.control.pause();
  /** Lets tasks be claimed again. */
  readonly resume: TaskQueue['resume'] = () => this.#parts.control.resume();
  /** Counts the tasks by where they are. */
  readonly stats: TaskQueue['stats'] = () => this.#parts.control.stats();

  /** Stores a function under a name in the queue, signed. */
  readonly publish: TaskQueue['publish'] = (...wish) => this.#parts.catalog.publish(...wish);
  /** Takes what is published under a name away. */
  readonly unpublish: TaskQueue['unpublish'] = (name) => this.#parts.catalog.unpublish(name);
  /** Tells a value to one who waits for it under an id and a name. */
  readonly signal: TaskQueue['signal'];
  /** Waits for a signal. */
  readonly waitForSignal: TaskQueue['waitForSignal'];
  /** Gives the values shared under an id. */
  readonly state: TaskQueue['state'] = (...wish) => openState(this.#parts.states, ...wish);

  /**
   * Tells whether what waits is claimed here: red when Redis does not answer or refuses, when no claim was answered for
   * ten seconds although somebody waits for a task, and when a lease was not renewed in time. Never rejects.
   */
  readonly health: TaskQueue['health'] = () => this.#parts.health();

  /** Sends what is settled, ends all waits and closes the connections; always ends by its deadline, 5 s unless given. */
  close({ deadlineMs = 5_000 }: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= closeParts(this.#parts, deadlineMs));
  }

  /** Closes the queue. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #confirm(): Promise<void> {
    await this.#parts.confirm();
    this.#isConfirmed = true;
  }

  #watchClaims(): void {
    this.#parts.leases.start();
    this.#parts.cancels.start();
    this.#parts.auditor.start();
  }

  #settle(spec: AnySpec, step: SettleStep): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#settleTelling(spec, step, (error) => (error === undefined ? resolve() : reject(error))),
    );
  }

  #settleTelling(spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    if (this.#closing) settled(queueClosed(this.name));
    else this.#parts.settlements.settle(spec, step, settled);
  }
}
