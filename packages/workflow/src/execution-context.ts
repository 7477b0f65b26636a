import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { type Resolver, taskMark, type TaskStrategy } from '@graflow/resolver';
import { type AnyTask, type ArgumentsOf, type CloseOptions, type TaskQueue } from '@graflow/taskspec';
import { checkOptionNames, checkRegistry, optionInvalid } from '@graflow/taskspec';
import { contextClosed } from './errors.ts';
import type { Node } from './node.ts';
import { openOwnWorker, type OwnWorker } from './own-worker.ts';
import { endOfRun, maxDeadlineMs, type RunOptions } from './run-end.ts';
import { runWorkflow } from './run-workflow.ts';
import type { Workflow } from './workflow.ts';

/** Where and how the tasks of a context run. */
export interface ExecutionContextOptions {
  /** The resolver of all tasks of this context; `default` unless given. */
  readonly resolverId?: string;
  /** A resolver of its own, registered under `resolverId` until the context closes. */
  readonly resolver?: Resolver;
  /** Where resolvers are looked up; `defaultRegistry` unless given. A queue that is given has a registry of its own. */
  readonly registry?: TaskResolverRegistry;
  /** The queue to send tasks to; its workers are elsewhere. Unless given, a memory queue with a worker in this process. */
  readonly queue?: TaskQueue | undefined;
  /** How tasks travel that do not say it themselves; what the queue does unless given. */
  readonly strategy?: TaskStrategy;
  /** How many tasks the worker in this process runs at once; only without `queue`. */
  readonly concurrency?: number;
}

/**
 * Runs workflows on a queue: one user of resolvers, registry and queue, the owner of none that it did not make.
 *
 * @example
 * ```ts
 * import { RedisTaskQueue } from '@graflow/queue-redis';
 * import { chain, ExecutionContext, parallel, workflow } from '@graflow/workflow';
 *
 * const etl = workflow('etl', chain(load, parallel(byDay, byCarrier), merge));
 *
 * await using local = new ExecutionContext(); // in this process
 * await local.run(etl, ['flights.json']);
 *
 * await using queue = new RedisTaskQueue({ url: 'redis://localhost:6379' });
 * await using remote = new ExecutionContext({ queue }); // on the workers of that queue
 * await remote.run(etl, ['flights.json']);
 * ```
 */
export class ExecutionContext implements AsyncDisposable {
  /** The id of the resolver that all tasks of this context name. */
  readonly resolverId: string;
  /** The queue the tasks go to. */
  readonly queue: TaskQueue;
  readonly #strategy: TaskStrategy | undefined;
  readonly #ownWorker: OwnWorker | undefined;
  readonly #unregister: () => void;
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;

  /**
   * Registers its resolver, if it brings one; nothing is started yet.
   *
   * @throws RegistryError `GRAFLOW_RESOLVER_ID_TAKEN` when another resolver has that id, TaskSpecError
   * `GRAFLOW_OPTION_INVALID`.
   */
  constructor(options: ExecutionContextOptions = {}) {
    checkOptionNames(options, known);
    const { resolverId = 'default', resolver, registry = defaultRegistry, queue, strategy, concurrency } = options;
    if (queue !== undefined && concurrency !== undefined)
      throw optionInvalid('concurrency', concurrency, 'left out with a queue: its workers are elsewhere');
    checkRegistry(registry);
    this.resolverId = resolverId;
    this.#strategy = strategy;
    this.#ownWorker = queue ? undefined : openOwnWorker(registry, concurrency);
    this.queue = queue ?? (this.#ownWorker as OwnWorker).queue;
    this.#unregister = resolver ? registerUntilClosed(registry, resolverId, resolver) : () => {};
  }

  /**
   * Runs a workflow to its end and gives its value: that of its last node, or a list where several are last.
   *
   * @throws WorkflowError `GRAFLOW_NODE_FAILED`, with the error of the task as its cause, `GRAFLOW_RUN_DEADLINE` or
   * `GRAFLOW_CONTEXT_CLOSED`; the reason of the signal.
   */
  run<F extends AnyTask, R>(workflow: Workflow<F, R>, ...call: ArgumentsOf<F, RunOptions>): Promise<R>;
  async run(workflow: Workflow, args: readonly unknown[] = [], options: RunOptions = {}): Promise<unknown> {
    using end = endOfRun(workflow.name, options, this.#closing.signal);
    await this.#ownWorker?.start();
    const { signal } = end;
    const runTask = (node: Node, taskArgs: readonly unknown[]) => this.#runTask(node, taskArgs, signal);
    return await runWorkflow(workflow, args, { runTask, signal });
  }

  /**
   * Ends all runs with `GRAFLOW_CONTEXT_CLOSED`, unregisters the resolver it brought, and closes the queue and the
   * worker it made; a queue that was given stays open. May be called twice.
   */
  close(options: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(options.deadlineMs ?? 5_000);
    return this.#closed;
  }

  /** Closes the context. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #runTask(node: Node, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    const handle = await this.queue.enqueue(node.task, args, this.#taskOptions(node));
    return handle.result({ timeoutMs: maxDeadlineMs, signal }); // the signal bounds the wait
  }

  /** What the node says, else the task itself, else this context. */
  #taskOptions({ task, options }: Node) {
    const strategy = this.#strategy === undefined ? {} : { strategy: this.#strategy };
    return { ...strategy, ...taskMark(task)?.options, ...options, resolverId: this.resolverId };
  }

  async #close(deadlineMs: number): Promise<void> {
    this.#closing.abort(contextClosed());
    await this.#ownWorker?.close({ deadlineMs });
    this.#unregister();
  }
}

const known = {
  resolverId: true,
  resolver: true,
  registry: true,
  queue: true,
  strategy: true,
  concurrency: true,
} as const satisfies Record<keyof ExecutionContextOptions, true>;

/** The registry refuses an id that another resolver has; one that had it before keeps it. */
function registerUntilClosed(registry: TaskResolverRegistry, resolverId: string, resolver: Resolver): () => void {
  const known = registry.has(resolverId);
  registry.register(resolverId, resolver);
  return known ? () => {} : () => void registry.unregister(resolverId);
}
