import { EventEmitter } from 'node:events';
import { checkDuration } from '@graflow/taskspec';
import { ClaimBackoff } from './claim-backoff.ts';
import { Deadline } from './deadline.ts';
import { drain, type StopReport } from './drain.ts';
import { alreadyStarted, workerStopped } from './errors.ts';
import { execute } from './execute.ts';
import { RunnerPool } from './isolation/runner-pool.ts';
import { keepShapes } from './keep-shapes.ts';
import { keepTime } from './keep-time.ts';
import { type LoadedResolverModule, loadResolverModules } from './modules/load-resolver-modules.ts';
import { Reporter } from './reporter.ts';
import { Slots } from './slots.ts';
import type { WorkerEvents } from './worker-events.ts';
import { healthOf, type WorkerHealth } from './worker-health.ts';
import { type CheckedOptions, checkWorkerOptions, type WorkerOptions } from './worker-options.ts';

/** How long a stop may take. */
export interface StopOptions {
  /** How long running tasks may go on, in milliseconds; 25,000 unless given. */
  readonly deadlineMs?: number;
}

/**
 * Claims tasks from a queue, runs them and settles them, several at the same time. Delivery is at least once: a task may
 * run again when its worker dies, so let it have its effects once by `taskContext().idempotencyKey`.
 *
 * @example
 * ```ts
 * import { InMemoryTaskQueue } from '@graflow/queue-memory';
 * import { Worker } from '@graflow/worker';
 *
 * await using queue = new InMemoryTaskQueue();
 * await using worker = new Worker({ queue, concurrency: 4 });
 * await worker.start();
 *
 * const handle = await queue.enqueue((left: number, right: number) => left + right, [1, 2]);
 * await handle.result(); // 3
 * ```
 */
export class Worker extends EventEmitter<WorkerEvents> implements AsyncDisposable {
  readonly #options: CheckedOptions;
  readonly #reporter: Reporter;
  readonly #stopping = new AbortController();
  readonly #deadline = new Deadline();
  readonly #runners: RunnerPool | undefined;
  #loading: Promise<readonly LoadedResolverModule[]> | undefined;
  #isOpen = false;
  #slots: Slots | undefined;
  #stopped: Promise<StopReport> | undefined;

  /**
   * Checks the options; nothing is claimed before `start()`.
   *
   * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`.
   */
  constructor(options: WorkerOptions) {
    super();
    keepShapes();
    this.#options = checkWorkerOptions(options);
    this.#reporter = new Reporter(this, this.#options.logger);
    this.#runners = openRunners(this.#options);
  }

  /**
   * Loads the resolver modules, here or in the first runner, and gives what they brought; `start()` does it too, unless
   * it was done. Modules are loaded once.
   *
   * @throws what {@link loadResolverModules} throws; WorkerError `GRAFLOW_RUNNER_FAILED`.
   */
  loadModules(): Promise<readonly LoadedResolverModule[]> {
    const { resolverModules, registry, resolverId, cwd } = this.#options;
    this.#loading ??= this.#runners?.open() ?? loadResolverModules(resolverModules, { registry, resolverId, cwd });
    return this.#loading;
  }

  /**
   * Loads the resolver modules, then claims and runs tasks until `stop()`, and makes those of the queues' schedules.
   * Resolves when it claims.
   *
   * @throws WorkerError `GRAFLOW_WORKER_STARTED`, `GRAFLOW_WORKER_STOPPED`, or what {@link loadResolverModules} throws.
   */
  async start(): Promise<void> {
    await this.#open();
    this.#openSlots(false);
    const { queues, schedules } = this.#options;
    if (schedules) keepTime(queues, this.#reporter, this.#stopping.signal);
  }

  /**
   * Runs tasks, as `start()` does, until none is waiting; delayed ones are left. For `--once`, tests and cron.
   *
   * @throws what `start` throws, and what the queue throws when it cannot be asked.
   */
  async runUntilEmpty(): Promise<void> {
    await this.#open();
    const slots = this.#openSlots(true);
    await slots.ended;
    if (slots.failure) throw slots.failure.error;
  }

  /**
   * Ends the worker: claims nothing more, waits for what runs until the deadline, then fires the signals of the tasks,
   * and gives back what still does not end. Never rejects; resolves at the latest `graceMs` and 2 s after the deadline.
   * A second call may bring the deadline forward. The queue stays open: it belongs to who made it.
   */
  async stop({ deadlineMs = 25_000 }: StopOptions = {}): Promise<StopReport> {
    this.#deadline.bringForward(checkDuration('deadlineMs', deadlineMs, 0));
    this.#stopped ??= this.#drain();
    return this.#stopped;
  }

  /** Tells whether tasks are claimed here, for a health check. Never rejects; a queue has seconds to answer. */
  health(): Promise<WorkerHealth> {
    const isClaiming = this.#slots !== undefined && this.#stopped === undefined;
    return healthOf(this.#options.queues, { isClaiming, running: this.#slots?.running.size ?? 0 });
  }

  /** Stops, with the usual deadline. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #open(): Promise<void> {
    if (this.#stopped) throw workerStopped();
    if (this.#isOpen) throw alreadyStarted();
    this.#isOpen = true;
    await this.loadModules();
    if (this.#stopped) throw workerStopped();
  }

  #openSlots(untilEmpty: boolean): Slots {
    const { queues, concurrency, registry } = this.#options;
    const stopping = this.#stopping.signal;
    const slots = new Slots({
      queues,
      concurrency,
      backoff: new ClaimBackoff(stopping),
      reporter: this.#reporter,
      execute: this.#runners?.execute ?? ((run, ended) => execute(run, ended, registry)),
      stopping,
      untilEmpty,
    });
    this.#slots = slots;
    slots.start();
    return slots;
  }

  async #drain(): Promise<StopReport> {
    this.#stopping.abort(workerStopped());
    const report = await this.#endRuns();
    await this.#runners?.close();
    return report;
  }

  async #endRuns(): Promise<StopReport> {
    if (this.#slots !== undefined)
      return drain(this.#slots, { deadline: this.#deadline, graceMs: this.#options.graceMs });
    this.#deadline.clear();
    return { released: [], unsettled: [] };
  }
}

function openRunners({
  isolation,
  resolverModules,
  resolverId,
  cwd,
  ...options
}: CheckedOptions): RunnerPool | undefined {
  return isolation && new RunnerPool({ ...options, isolation, data: { resolverModules, resolverId, cwd } });
}
