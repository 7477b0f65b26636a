import { type AcceptancePolicy, allStrategies, checkStrategy, type TaskStrategy } from './acceptance-policy.ts';
import { parseEnvelope, type TaskEnvelope } from './envelope.ts';
import { envelopeInvalid, strategyNotAccepted } from './errors.ts';
import { taskNotCallable } from './resolver-error.ts';
import type { AnyTask, Executable } from './executable.ts';
import { pickle } from './strategies/pickle.ts';
import { reference, referenceTo } from './strategies/reference.ts';
import { source } from './strategies/source.ts';
import type { Strategy } from './strategies/strategy.ts';
import { taskMark } from './task.ts';
import type { CaptureOptions } from './task-options.ts';
import type { TaskCatalog } from './task-catalog.ts';
import { TaskTable } from './task-table.ts';

/**
 * Turns functions into envelopes and envelopes into functions; knows nothing of contexts, queues and workers.
 *
 * @example
 * ```ts
 * import { TaskResolver } from '@graflow/resolver';
 *
 * const add = (left: number, right: number) => left + right;
 * const resolver = new TaskResolver().registerTask('add', add);
 *
 * const envelope = await resolver.serializeTask(add);   // { version: 1, strategy: 'reference', name: 'add' }
 * const executable = await resolver.resolveTask(envelope);
 * executable(1, 2);                                     // 3
 * ```
 */
export class TaskResolver {
  /** The strategy of a task that names none itself. */
  readonly defaultStrategy: TaskStrategy;
  /**
   * Does what `serializeTask` does without a promise, for queues: where a hundred thousand tasks a second are enqueued, each
   * is seen. Undefined in a subclass that serializes in its own way.
   */
  readonly serializeNow: ((...wish: Parameters<TaskResolver['serializeTask']>) => TaskEnvelope) | undefined;
  readonly #table = new TaskTable();

  /** Makes a resolver that knows no task yet. Default strategy: `reference`. */
  constructor(options: TaskResolverOptions = {}) {
    this.defaultStrategy = checkStrategy(options.defaultStrategy ?? 'reference');
    const isOwnWay = this.serializeTask === TaskResolver.prototype.serializeTask;
    this.serializeNow = isOwnWay ? (...wish) => this.#serialize(...wish) : undefined;
  }

  /**
   * Makes a function known under a name. The same function may have several names; it travels under its first.
   *
   * @throws {@link ResolverError} `GRAFLOW_TASK_NAME_INVALID`, `GRAFLOW_TASK_NOT_CALLABLE`, or `GRAFLOW_TASK_NAME_TAKEN`
   * when another function has the name.
   */
  registerTask(name: string, task: AnyTask): this {
    this.#table.register(name, task);
    return this;
  }

  /**
   * Makes the envelope of a function: by the strategy given here, else by that of `task()`, else by the default.
   * A function that the strategy cannot carry is refused; no other strategy is tried. What it may capture is said here,
   * else by `task()`.
   *
   * @throws {@link TaskSerializationError} whose message names what cannot travel and what to write instead.
   */
  async serializeTask(task: AnyTask, strategy?: TaskStrategy, capture?: CaptureOptions): Promise<TaskEnvelope> {
    return this.#serialize(task, strategy, capture);
  }

  /**
   * Makes the envelope of a task that is known elsewhere by this name; here it need not be.
   *
   * @throws {@link ResolverError} `GRAFLOW_TASK_NAME_INVALID`.
   */
  referenceTo(name: string): TaskEnvelope {
    return referenceTo(name);
  }

  /**
   * Makes the function of an envelope, after its form is checked and its strategy accepted. A reference is looked up
   * among the registered names, then, where tasks by value are accepted, in the catalog, and nowhere else; a by-value or
   * by-source task is made anew each time.
   *
   * @throws {@link TaskResolutionError}; `isNotMine` tells the tasks of another worker from the bad.
   */
  async resolveTask(envelope: TaskEnvelope, options: ResolveOptions = {}): Promise<Executable> {
    const { accept = allStrategies, from, catalog } = options;
    const arrived = parseEnvelope(envelope);
    if (!accept.includes(arrived.strategy)) throw strategyNotAccepted(arrived.name, arrived.strategy, accept);
    const parsed = accept.includes('pickle') ? await this.#published(arrived, catalog) : arrived;
    const arrival = from === undefined ? { table: this.#table } : { table: this.#table, from };
    return strategies[parsed.strategy].resolve(parsed, arrival);
  }

  /** What is published counts as by value, and is checked as if it had come so; a name that is known here needs no catalog. */
  async #published(envelope: TaskEnvelope, catalog: TaskCatalog | undefined): Promise<TaskEnvelope> {
    if (envelope.strategy !== 'reference' || catalog === undefined || this.has(envelope.name)) return envelope;
    const found = await catalog.find(envelope.name);
    if (found === undefined) return envelope;
    const published = parseEnvelope(found);
    if (published.strategy !== 'pickle') throw envelopeInvalid('what is published is not by value');
    return published;
  }

  /** Gives the registered names, in the order of their registration. */
  names(): string[] {
    return this.#table.names();
  }

  /** Tells whether a task is registered under this name. */
  has(name: string): boolean {
    return this.lookup(name) !== undefined;
  }

  /** Gives the task that is registered under this name. */
  lookup(name: string): Executable | undefined {
    return this.#table.lookup(name);
  }

  #serialize(task: AnyTask, strategy?: TaskStrategy, capture?: CaptureOptions): TaskEnvelope {
    if (typeof task !== 'function') throw taskNotCallable('anonymous', task);
    const defaults = taskMark(task)?.options;
    const chosen = strategy ?? defaults?.strategy ?? this.defaultStrategy;
    return strategies[checkStrategy(chosen)].serialize(task, this.#table, capture ?? defaults?.capture);
  }
}

/**
 * What a resolver does when a task does not say it itself.
 */
export interface TaskResolverOptions {
  /** Default `reference`. */
  readonly defaultStrategy?: TaskStrategy;
}

/**
 * What belongs to the place where an envelope arrives.
 */
export interface ResolveOptions {
  /** The strategies accepted. Default: all three. */
  readonly accept?: AcceptancePolicy | undefined;
  /** Where names are looked up that are not registered, if `pickle` is accepted. Default: nowhere. */
  readonly catalog?: TaskCatalog | undefined;
  /** The file or folder from which the modules of a by-value task are imported. Default: the working directory. */
  readonly from?: string | URL;
}

/**
 * What a {@link TaskResolver} is to those who hold one. A resolver of another copy of this package is one too.
 */
export interface Resolver extends Omit<TaskResolver, 'registerTask'> {
  /** Makes a function known under a name. */
  registerTask(name: string, task: AnyTask): unknown;
}

const strategies: Readonly<Record<TaskStrategy, Strategy>> = { reference, pickle, source };
