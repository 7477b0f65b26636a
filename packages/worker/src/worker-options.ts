import { resolve } from 'node:path';
import type { TaskResolverRegistry } from '@graflow/registry';
import {
  checkDuration,
  checkOptionNames,
  checkRegistry,
  optionInvalid,
  type TaskLog,
  type TaskQueue,
} from '@graflow/taskspec';
import { type CheckedIsolation, checkIsolation, type Isolation } from './isolation/isolation-options.ts';

/** What a worker works on, and how. */
export interface WorkerOptions {
  /** The queue to serve. Give this or `queues`. */
  readonly queue?: TaskQueue;
  /** The queues to serve, the most urgent first: a slot looks at a later one when the earlier ones are empty. */
  readonly queues?: readonly TaskQueue[];
  /** How many tasks run at the same time, from 1 to 10,000; 10 unless given. */
  readonly concurrency?: number;
  /** Where resolvers are looked up; the registry of the queue unless given. */
  readonly registry?: TaskResolverRegistry;
  /** Modules that are imported at start, and whose exported functions become tasks: paths, `file:` URLs or package names. */
  readonly resolverModules?: readonly string[];
  /** The resolver that learns the tasks of `resolverModules`; `default` unless given. */
  readonly resolverId?: string;
  /**
   * Where tasks run: `none`, in this process, unless given; `thread` or `process`, each task in a runner of its own, which
   * loads `resolverModules` itself (what is registered in this process is not there) and is killed where it must be.
   */
  readonly isolation?: Isolation;
  /** The folder that `resolverModules` are looked up from; the working directory unless given. */
  readonly cwd?: string;
  /** Whether the worker makes the tasks of its queues' schedules, with all others that do; true unless given. */
  readonly schedules?: boolean;
  /** Where the lines of `taskContext().log` go; nowhere unless given. */
  readonly logger?: TaskLog;
  /**
   * How long tasks may take to end after their signal fired, in milliseconds; 1,000 unless given. Then a stopping worker
   * gives them back, and with isolation their runner is killed.
   */
  readonly graceMs?: number;
}

/** Options after the check, complete. */
export interface CheckedOptions {
  readonly queues: readonly [TaskQueue, ...TaskQueue[]];
  readonly concurrency: number;
  readonly registry: TaskResolverRegistry | undefined;
  readonly resolverModules: readonly string[];
  readonly resolverId: string | undefined;
  readonly isolation: CheckedIsolation | undefined;
  readonly cwd: string;
  readonly schedules: boolean;
  readonly logger: TaskLog;
  readonly graceMs: number;
}

/**
 * Checks the options of a worker where they enter, and fills in the defaults.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`.
 */
export function checkWorkerOptions(options: WorkerOptions): CheckedOptions {
  checkOptionNames(options, known);
  const { concurrency = 10, isolation, graceMs = 1_000, registry, resolverModules = [] } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 10_000)
    throw optionInvalid('concurrency', concurrency, 'a whole number from 1 to 10000');
  if (!Array.isArray(resolverModules) || resolverModules.some((module) => typeof module !== 'string'))
    throw optionInvalid('resolverModules', resolverModules, 'a list of paths, file: URLs or package names');
  return {
    queues: queuesOf(options),
    concurrency,
    registry: registry === undefined ? undefined : checkRegistry(registry),
    resolverModules,
    resolverId: options.resolverId,
    isolation: checkIsolation(isolation),
    cwd: resolve(options.cwd ?? process.cwd()),
    schedules: options.schedules ?? true,
    logger: options.logger ?? silent,
    graceMs: checkDuration('graceMs', graceMs, 0),
  };
}

const known = {
  queue: true,
  queues: true,
  concurrency: true,
  registry: true,
  resolverModules: true,
  resolverId: true,
  isolation: true,
  cwd: true,
  schedules: true,
  logger: true,
  graceMs: true,
} as const satisfies Record<keyof WorkerOptions, true>;

function queuesOf({ queue, queues }: WorkerOptions): CheckedOptions['queues'] {
  const [first, ...others] = queue === undefined ? (queues ?? []) : [queue];
  if (queue !== undefined && queues !== undefined)
    throw optionInvalid('queues', queues, 'left out when queue is given');
  if (typeof first?.dequeue !== 'function')
    throw optionInvalid('queue', first, 'a TaskQueue, or queues a list of them');
  return [first, ...others];
}

const ignore = (): void => {};
const silent: TaskLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };
