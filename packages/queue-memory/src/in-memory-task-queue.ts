import type { AnyTask, ResultOf, TaskOptions } from '@graflow/resolver';
import { type EnqueueInput, openSignals, openState, toSpecs } from '@graflow/taskspec';
import type {
  AckOptions,
  AnySpec,
  ArgumentsOf,
  DequeueOptions,
  HandlesOf,
  QueueHealth,
  IntakeListener,
  IntakeOptions,
} from '@graflow/taskspec';
import type { TaskHandle, TaskIntake, TaskQueue, TaskSpec } from '@graflow/taskspec';
import { MemoryControl } from './control/memory-control.ts';
import { makeGroup } from './after/make-group.ts';
import { enqueueSpecs } from './enqueue-specs.ts';
import { MemorySchedules } from './schedules/memory-schedules.ts';
import { keepShapes } from './keep-shapes.ts';
import { MemoryIntake } from './memory-intake.ts';
import { MemoryStateStore } from './state/memory-state-store.ts';
import { MemoryStore } from './memory-store.ts';
import { MemoryTaskHandle } from './memory-task-handle.ts';
import { type InMemoryTaskQueueOptions, type QueueSettings, settingsOf } from './queue-options.ts';
import { Settlements } from './endings/settlements.ts';

/**
 * The queue in one process: live functions, no server, nothing to set up.
 *
 * Functions stay what they are and are serialized only when somebody asks; arguments and results go through the codec's
 * check, so that what works here works over Redis. Tasks end with the process. The object counts as one worker: a task
 * that was refused twice is unroutable.
 *
 * @example
 * ```ts
 * import { InMemoryTaskQueue } from '@graflow/queue-memory';
 * await using queue = new InMemoryTaskQueue();
 * const handle = await queue.enqueue((left: number, right: number) => left + right, [1, 2]);
 * const spec = await queue.dequeue(); // usually a Worker does this
 * await spec.ensureDeserialized();
 * await queue.ack(spec, await spec.executable(...spec.args));
 * await handle.result(); // 3
 * ```
 */
export class InMemoryTaskQueue implements TaskQueue {
  /** The name of the queue. */
  readonly name: string;
  /** Tells this queue from others. */
  readonly address: string;
  /** What is kept of tasks that ended without a value: to be looked at, run again or thrown away. */
  readonly deadLetters: TaskQueue['deadLetters'];
  /** What all workers of the queue may do together. */
  readonly limits: TaskQueue['limits'];
  /** Tasks that are due again and again. */
  readonly schedules: TaskQueue['schedules'];
  readonly #settings: QueueSettings;
  readonly #store: MemoryStore;
  readonly #control: MemoryControl;
  readonly #settlements: Settlements;
  readonly #states: MemoryStateStore;

  /**
   * Opens an empty queue.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
   */
  constructor(options: InMemoryTaskQueueOptions = {}) {
    this.#settings = settingsOf(options);
    keepShapes();
    this.name = this.#settings.name;
    this.#store = new MemoryStore(this.#settings);
    this.#states = new MemoryStateStore(this.#store, this.#settings);
    this.address = this.#states.address;
    ({ signal: this.signal, waitForSignal: this.waitForSignal } = openSignals(this.#states));
    this.deadLetters = this.#store.deadLetters;
    this.#control = new MemoryControl(this.#store, this.#settings.now);
    this.#settlements = new Settlements(this.#store, this.#settings);
    this.limits = this.#store.limits;
    this.schedules = new MemorySchedules(this.#settings, this.#store);
  }

  /** Makes one task waiting. The same id with the same content is the same task: nothing is added. */
  enqueue<F extends AnyTask>(spec: TaskSpec<F>): Promise<TaskHandle<ResultOf<F>>>;
  /** Makes many tasks waiting, in the order given: all of them in one step, or none. */
  enqueue<const S extends readonly AnySpec[]>(specs: S): Promise<HandlesOf<S>>;
  /** Makes a spec of a function and its arguments, and that spec waiting. */
  enqueue<F extends AnyTask>(
    fn: F,
    ...call: ArgumentsOf<F, TaskOptions & { readonly resolverId?: string }>
  ): Promise<TaskHandle<ResultOf<F>>>;
  // Not async: what an async function keeps for its waits is larger than the task.
  enqueue(input: EnqueueInput, args?: readonly unknown[], options?: TaskOptions): Promise<unknown> {
    try {
      const specs = toSpecs(input, args, options, this.#settings.binding);
      const handles = enqueueSpecs(this.#store, this.#settings, specs);
      if (Array.isArray(input)) return Promise.resolve(handles);
      return Array.isArray(handles) ? Promise.resolve(handles[0]) : firstOf(handles as Promise<readonly unknown[]>);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Gives the handle of a task by its id, whoever enqueues it and whenever. */
  handle<R = unknown>(taskId: string): TaskHandle<R> {
    return new MemoryTaskHandle<R>(taskId, this.#store);
  }

  /** Makes a group of tasks, which ends when the last of them has. */
  readonly group: TaskQueue['group'] = async (...wish) => this.handle(makeGroup(this.#store, this.#settings, ...wish));

  /** Claims the next task, waiting for one; rejects when the queue closes. */
  dequeue(): Promise<TaskSpec>;
  /** Claims the next task, or gives undefined when none came in `waitMs`. */
  dequeue(options: DequeueOptions): Promise<TaskSpec | undefined>;
  async dequeue({ waitMs, signal }: DequeueOptions = {}): Promise<TaskSpec | undefined> {
    signal?.throwIfAborted();
    const spec = this.#store.claim();
    if (spec !== undefined || waitMs === 0) return spec;
    return this.#store.claimers.wait({ timeoutMs: waitMs, signal });
  }

  /**
   * Ends a claim with a value; follow-ups become waiting in the same step.
   *
   * @throws TaskSpecError `GRAFLOW_LEASE_LOST`, or `GRAFLOW_PAYLOAD_…`: then the claim is still open.
   */
  async ack(spec: AnySpec, value?: unknown, options: AckOptions = {}): Promise<void> {
    return this.#settlements.ack(spec, value, options);
  }

  /** Ends a claim after a failure: the task waits for its next attempt. */
  readonly retry: TaskQueue['retry'] = async (spec, options = {}) => this.#settlements.retry(spec, options);
  /** Ends a claim for good, with the reason. */
  readonly bury: TaskQueue['bury'] = async (spec, reason) => this.#settlements.bury(spec, reason);
  /** Gives a claim back without counting an attempt; a task that is refused for the second time is unroutable. */
  readonly release: TaskQueue['release'] = async (spec, options = {}) => this.#settlements.release(spec, options);

  /** Opens the worker's side without a promise for each task. */
  intake(listener: IntakeListener, options: IntakeOptions = {}): TaskIntake {
    return new MemoryIntake(this.#store, this.#settlements, listener, options);
  }

  /** Gives what happens in the queue from the moment in which this resolves. */
  readonly events: TaskQueue['events'] = (options) => this.#store.events.listen(options);
  /** Tells how far a claimed task is. */
  readonly progress: TaskQueue['progress'] = (spec, value) => this.#store.progress.tell(spec, value);

  /** Lets nobody claim a task any more; what runs goes on. */
  readonly pause: TaskQueue['pause'] = () => this.#control.pause();
  /** Lets tasks be claimed again. */
  readonly resume: TaskQueue['resume'] = () => this.#control.resume();
  /** Counts the tasks by where they are. */
  readonly stats: TaskQueue['stats'] = () => this.#control.stats();

  /** Stores a function under a name in the queue. */
  readonly publish: TaskQueue['publish'] = async (...wish) => this.#catalog.publish(...wish);
  /** Takes what is published under a name away. */
  readonly unpublish: TaskQueue['unpublish'] = async (name) => this.#catalog.unpublish(name);
  /** Gives the values shared under an id. */
  readonly state: TaskQueue['state'] = (...wish) => openState(this.#states, ...wish);

  /** Tells a value to one who waits for it under an id and a name. */
  readonly signal: TaskQueue['signal'];
  /** Waits for a signal. */
  readonly waitForSignal: TaskQueue['waitForSignal'];

  /** Tells whether the queue is open, and how many tasks are ready. */
  async health(): Promise<QueueHealth> {
    const { backlog } = this.#control;
    const isConsuming = backlog !== undefined;
    return {
      queue: this.name,
      isConsuming,
      reason: isConsuming ? undefined : 'The queue is closed.',
      code: isConsuming ? undefined : 'GRAFLOW_QUEUE_CLOSED',
      lastSuccessfulClaimAt: this.#store.lastClaimAt || undefined,
      backlog,
      leaseRenewalLagMs: 0,
    };
  }

  /** Ends all waits, tells the holders of open claims, and forgets all tasks. */
  async close(): Promise<void> {
    this.#store.close();
    this.#states.close();
  }

  /** Closes the queue. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #catalog(): QueueSettings['catalog'] {
    this.#store.refuseClosed();
    return this.#settings.catalog;
  }
}

const firstOf = async (handles: Promise<readonly unknown[]>): Promise<unknown> => (await handles)[0];
