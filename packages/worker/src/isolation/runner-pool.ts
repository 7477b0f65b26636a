import type { TaskResolverRegistry } from '@graflow/registry';
import type { Ending, Execute } from '../execute.ts';
import type { LoadedResolverModule } from '../modules/load-resolver-modules.ts';
import type { TaskRun } from '../task-run.ts';
import { waitAtMost } from '../wait-at-most.ts';
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

/**
 * The runners of one worker. They start when they are needed, stay for the next task, and are replaced when they go.
 *
 * Where several tasks share a runner and nobody can tell which of them brought it down, each of them is a suspect: when
 * this worker claims it again, it runs alone, and then its fault is its own.
 */
export class RunnerPool {
  readonly #settings: RunnerPoolSettings;
  readonly #runners = new Set<Runner>();
  readonly #suspects = new Set<string>();
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
      if (!this.#suspects.delete(run.taskId)) return await this.#runnerWithRoom().run(run, request);
      const alone = this.#newRunner();
      const ending = await alone.run(run, request);
      alone.kill();
      return ending;
    } catch (error) {
      return { ended: 'unresolved', error };
    }
  }

  /** There is always room: the worker has no more slots than its runners have places. */
  #runnerWithRoom(): Runner {
    const { tasksPerRunner } = this.#settings.isolation;
    const open = [...this.#runners].filter(({ isOpen, load }) => isOpen && load < tasksPerRunner);
    const ready = open.filter(({ isReady }) => isReady);
    return leastLoaded(ready) ?? leastLoaded(open) ?? this.#start();
  }

  #start(): Runner {
    const runner = this.#newRunner();
    this.#runners.add(runner);
    void runner.gone.then(() => this.#replace(runner));
    return runner;
  }

  #newRunner(): Runner {
    const runner = new Runner(this.#settings);
    void runner.gone.then((suspects) => this.#suspect(suspects));
    return runner;
  }

  /** One that never was ready would not be the next time either; the next task finds out. */
  #replace(runner: Runner): void {
    this.#runners.delete(runner);
    if (!this.#isClosed && runner.isReady) this.#start();
  }

  #suspect(runs: readonly TaskRun[]): void {
    for (const { taskId } of runs) if (this.#suspects.size < mostSuspects) this.#suspects.add(taskId);
  }
}

const leastLoaded = (runners: readonly Runner[]): Runner | undefined =>
  runners.reduce<Runner | undefined>(
    (least, runner) => (least && least.load <= runner.load ? least : runner),
    undefined,
  );
