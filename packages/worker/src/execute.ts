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

/** Hears how an attempt ended. Does not throw. */
export type OnEnding = (ending: Ending) => void;

/** Runs one attempt; whatever happens is told as data, perhaps before this returns. */
export type Execute = (run: TaskRun, ended: OnEnding) => void;

/** Calls a resolved task under its context; says what ends it early. */
export type CallTask = (run: TaskRun, call: () => unknown) => unknown;

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
  const unresolved = (error: unknown): void => ended({ ended: 'unresolved', error });
  try {
    if (!run.spec.deserializeNow(registry))
      return void resolveInTime(run.spec, registry).then(() => start(run, ended, callTask), unresolved);
  } catch (error) {
    return unresolved(error);
  }
  start(run, ended, callTask);
}

function start(run: TaskRun, ended: OnEnding, callTask: CallTask): void {
  let value: unknown;
  try {
    value = callTask(run, () => {
      const { executable, args } = run.spec; // taken out, or the task would have the spec as its `this`
      return executable(...args);
    });
    if (isThenable(value)) {
      const thrown = (error: unknown): void => endThrown(run, error, ended);
      return void Promise.resolve(value).then((result) => endWithValue(run, result, ended), thrown);
    }
  } catch (error) {
    return endThrown(run, error, ended);
  }
  endWithValue(run, value, ended);
}

const isThenable = (value: unknown): boolean =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function';

function endWithValue(run: TaskRun, value: unknown, ended: OnEnding): void {
  const followUps = run.end();
  if (followUps === undefined) ended({ ended: 'value', value });
  else void followUps.then((specs) => ended({ ended: 'value', value, followUps: specs }));
}

function endThrown(run: TaskRun, thrown: unknown, ended: OnEnding): void {
  void run.end();
  ended({ ended: 'thrown', thrown });
}

function callInTime(run: TaskRun, call: () => unknown): unknown {
  const { timeoutMs } = run.spec.options;
  return timeoutMs === undefined ? runInTaskContext(run, call) : callWithin(timeoutMs, run, call);
}

/** The longest wait that `setTimeout` knows, 24 days; it takes longer ones for 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** Ends the attempt at its deadline even when the task goes on: the slot is free again, and what it still gives is dropped. */
async function callWithin(timeoutMs: number, run: TaskRun, call: () => unknown): Promise<unknown> {
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
