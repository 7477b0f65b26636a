import { availableParallelism } from 'node:os';
import type { TaskResolverRegistry } from '@graflow/registry';
import type { Ending, Execute } from '../execute.ts';
import type { LoadedResolverModule } from '../modules/load-resolver-modules.ts';
import type { TaskRun } from '../task-run.ts';
import { waitAtMost } from '../wait-at-most.ts';
import type { RunRequest } from './messages.ts';
import { requestOf } from './run-request.ts';
import { Runner, type RunnerSettings } from './runner.ts';

/** What a pool is made with. */
export interface RunnerPoolSettings extends RunnerSettings {
  /** How many tasks run at the same time. */
  readonly concurrency: number;
  /** Where live functions are serialized. */
  readonly registry: TaskResolverRegistry | undefined;
}

const mostSuspects = 10_000;
const closeMs = 1_000;

/** So many start at the same time: each imports the modules, and more would only take longer together. */
const mostStarting = availableParallelism();

/** A run that no runner has room for yet. */
interface WaitingRun {
  readonly run: TaskRun;
  readonly request: RunRequest;
  readonly ended: (ending: Ending) => void;
}

/**
 * The runners of one worker. They start when they are needed, stay for the next task, and are replaced when they go. A run
 * goes to whichever runner has room first: where tasks are short, those that are ready do the work of those that start.
 *
 * Where several tasks share a runner and nobody can tell which of them brought it down, each of them is a suspect: when
 * this worker claims it again, it runs alone, and then its fault is its own.
 */
export class RunnerPool {
  readonly #settings: RunnerPoolSettings;
  readonly #runners = new Set<Runner>();
  readonly #suspects = new Set<string>();
  readonly #waiting: WaitingRun[] = [];
  #isClosed = false;

  /** Starts nothing yet. */
  constructor(settings: RunnerPoolSettings) {
    this.#settings = settings;
  }

  /** Starts the first runner, and gives the modules that it loaded. Rejects where it cannot. */
  async open(): Promise<readonly LoadedResolverModule[]> {
    return this.#start().ready;
  }

  /** Runs an attempt in a runner. */
  readonly execute: Execute = (run, ended) => void this.#execute(run).then((ending) => ended(ending, run));

  /** Kills all runners, and waits a moment until they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { ended } of this.#waiting.splice(0)) ended({ ended: 'lost' });
    const all = [...this.#runners].map((runner) => {
      runner.kill();
      return runner.gone;
    });
    await waitAtMost(closeMs, Promise.all(all));
  }

  async #execute(run: TaskRun): Promise<Ending> {
    try {
      const request = await requestOf(run, this.#settings.registry);
      if (this.#isClosed) return { ended: 'lost' };
      if (!this.#suspects.delete(run.taskId)) return await this.#runWhereRoom(run, request);
      const alone = this.#newRunner();
      const ending = await alone.run(run, request);
      alone.kill();
      return ending;
    } catch (error) {
      return { ended: 'unresolved', error };
    }
  }

  #runWhereRoom(run: TaskRun, request: RunRequest): Promise<Ending> {
    return new Promise((ended) => {
      this.#waiting.push({ run, request, ended });
      this.#serve();
    });
  }

  /** Gives runs to runners that are ready; where these have no room, others start: at last as many as there are places for. */
  #serve(): void {
    for (let ready = this.#readyWithRoom(); ready && this.#waiting.length > 0; ready = this.#readyWithRoom()) {
      const { run, request, ended } = this.#waiting.shift() as WaitingRun;
      void ready.run(run, request).then((ending) => {
        ended(ending);
        this.#serve();
      });
    }
    const { tasksPerRunner } = this.#settings.isolation;
    let starting = [...this.#runners].filter(({ isOpen, isReady }) => isOpen && !isReady).length;
    for (; starting < mostStarting && starting * tasksPerRunner < this.#waiting.length; starting += 1) this.#start();
  }

  #readyWithRoom(): Runner | undefined {
    const { tasksPerRunner } = this.#settings.isolation;
    const withRoom = [...this.#runners].filter(
      ({ isOpen, isReady, load }) => isOpen && isReady && load < tasksPerRunner,
    );
    return withRoom.reduce<Runner | undefined>(
      (least, runner) => (least && least.load <= runner.load ? least : runner),
      undefined,
    );
  }

  #start(): Runner {
    const runner = this.#newRunner();
    this.#runners.add(runner);
    runner.ready.then(
      () => this.#serve(),
      (error: unknown) => this.#failToStart(error),
    );
    void runner.gone.then(() => this.#replace(runner));
    return runner;
  }

  /** Those hear of it that would have been given to the runner. */
  #failToStart(error: unknown): void {
    const { tasksPerRunner } = this.#settings.isolation;
    for (const { ended } of this.#waiting.splice(0, tasksPerRunner)) ended({ ended: 'unresolved', error });
  }

  #newRunner(): Runner {
    const runner = new Runner(this.#settings);
    void runner.gone.then((suspects) => this.#suspect(suspects));
    return runner;
  }

  /** One that never was ready would not be the next time either; the next task finds out. */
  #replace(runner: Runner): void {
    this.#runners.delete(runner);
    if (this.#isClosed) return;
    if (runner.isReady) this.#start();
    this.#serve();
  }

  #suspect(runs: readonly TaskRun[]): void {
    for (const { taskId } of runs) if (this.#suspects.size < mostSuspects) this.#suspects.add(taskId);
  }
}
