import { type AnySpec, runInTaskContext } from '@graflow/taskspec';
import type { TaskResolverRegistry } from '@graflow/registry';
import { taskTimeout } from './errors.ts';
import type { TaskRun } from './task-run.ts';

/** How one attempt ended: with a value, with whatever the task threw, or before it began, because it could not be resolved. */
export type Ending =
  | { readonly ended: 'value'; readonly value: unknown; readonly followUps?: readonly AnySpec[] | undefined }
  | { readonly ended: 'thrown'; readonly thrown: unknown }
  | { readonly ended: 'unresolved'; readonly error: unknown };

/** Runs one attempt; whatever happens comes back as data. */
export type Execute = (run: TaskRun) => Promise<Ending>;

/** Calls a resolved task under its context; says what ends it early. */
export type CallTask = (run: TaskRun, call: () => unknown) => unknown;

/**
 * Runs one attempt: resolve, call under the task's context, wait. The only place that calls user code, and the only
 * try/catch around it; whatever happens comes back as data.
 */
export async function execute(
  run: TaskRun,
  registry?: TaskResolverRegistry,
  callTask: CallTask = callInTime,
): Promise<Ending> {
  const { spec } = run;
  try {
    if (!spec.isLive) await spec.ensureDeserialized(registry);
  } catch (error) {
    return { ended: 'unresolved', error };
  }
  try {
    const call = (): unknown => {
      const { executable, args } = spec; // taken out, or the task would have the spec as its `this`
      return executable(...args);
    };
    const value: unknown = await callTask(run, call);
    const followUps = run.end();
    return { ended: 'value', value, followUps: followUps && (await followUps) };
  } catch (thrown) {
    void run.end();
    return { ended: 'thrown', thrown };
  }
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
