import { type AnySpec, type Failure, runInTaskContext } from '@graflow/taskspec';
import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { ownResolverId, registerOwnTasks } from './own-tasks.ts';
import { taskTimeout } from './errors.ts';
import { resolveInTime } from './resolve-in-time.ts';
import type { TaskRun } from './task-run.ts';

/**
 * How one attempt ended: with a value, with whatever the task threw, or before it began, because it could not be
 * resolved; in a runner also because the task brought it down (crashed), or because another one did (lost).
 */
export type Ending =
  | { readonly ended: 'value'; readonly value: unknown; readonly followUps?: readonly AnySpec[] | undefined }
  | { readonly ended: 'thrown'; readonly thrown: unknown }
  | { readonly ended: 'unresolved'; readonly error: unknown }
  | { readonly ended: 'crashed'; readonly crash: Failure }
  | { readonly ended: 'lost' };

/** Hears how an attempt ended; one for all runs, because a worker would see a function for each. Does not throw. */
export type OnEnding = (ending: Ending, run: TaskRun) => void;

/** Runs one attempt; whatever happens is told as data, perhaps before this returns. */
export type Execute = (run: TaskRun, ended: OnEnding) => void;

/** Calls a resolved task under its context, by `call`; says what ends it early. */
export type CallTask = (run: TaskRun, call: (run: TaskRun) => unknown) => unknown;

/**
 * Runs one attempt: resolve, call under the task's context, wait. The only place that calls user code, and the only
 * try/catch around it; whatever happens is told as data. It waits, and makes a promise, only where the task does: a busy
 * worker would see each one more.
 */
export function execute(
  run: TaskRun,
  ended: OnEnding,
  registry?: TaskResolverRegistry,
  callTask: CallTask = callInTime,
): void {
  if (run.spec.resolverId === ownResolverId)
    registerOwnTasks(registry ?? run.spec.binding?.registry ?? defaultRegistry);
  let isResolved: boolean;
  try {
    isResolved = run.spec.deserializeNow(registry);
  } catch (error) {
    return ended({ ended: 'unresolved', error }, run);
  }
  if (isResolved) start(run, ended, callTask);
  else startLater(run, ended, callTask, registry);
}

function startLater(run: TaskRun, ended: OnEnding, callTask: CallTask, registry?: TaskResolverRegistry): void {
  const unresolved = (error: unknown): void => ended({ ended: 'unresolved', error }, run);
  void resolveInTime(run.spec, registry).then(() => start(run, ended, callTask), unresolved);
}

// What waits stands in functions of its own: one that makes closures pays for them also where it makes none.
function start(run: TaskRun, ended: OnEnding, callTask: CallTask): void {
  let value: unknown;
  try {
    value = callTask(run, call);
    if (isThenable(value)) return endLater(run, value, ended);
  } catch (error) {
    return endThrown(run, error, ended);
  }
  endWithValue(run, value, ended);
}

function call({ spec }: TaskRun): unknown {
  const { executable, args } = spec; // taken out, or the task would have the spec as its `this`
  return executable(...args);
}

function endLater(run: TaskRun, value: unknown, ended: OnEnding): void {
  const thrown = (error: unknown): void => endThrown(run, error, ended);
  void Promise.resolve(value).then((result) => endWithValue(run, result, ended), thrown);
}

const isThenable = (value: unknown): boolean =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function';

function endWithValue(run: TaskRun, value: unknown, ended: OnEnding): void {
  const followUps = run.end();
  if (followUps === undefined) ended({ ended: 'value', value }, run);
  else endAfter(followUps, run, value, ended);
}

function endAfter(followUps: Promise<readonly AnySpec[]>, run: TaskRun, value: unknown, ended: OnEnding): void {
  void followUps.then((specs) => ended({ ended: 'value', value, followUps: specs }, run));
}

function endThrown(run: TaskRun, thrown: unknown, ended: OnEnding): void {
  void run.end();
  ended({ ended: 'thrown', thrown }, run);
}

function callInTime(run: TaskRun, call: (run: TaskRun) => unknown): unknown {
  const { timeoutMs } = run.spec.options;
  return timeoutMs === undefined ? runInTaskContext(run, call) : callWithin(timeoutMs, run, call);
}

/** The longest wait that `setTimeout` knows, 24 days; it takes longer ones for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** Ends the attempt at its deadline even when the task goes on: the slot is free again, and what it still gives is dropped. */
async function callWithin(timeoutMs: number, run: TaskRun, call: (run: TaskRun) => unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        const error = taskTimeout(timeoutMs, run.attempt);
        reject(error);
        run.abort(error);
      },
      Math.min(timeoutMs, longestTimerMs),
    );
  });
  try {
    return await Promise.race([runInTaskContext(run, call), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
