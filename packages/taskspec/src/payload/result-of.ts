import type { AnyTask, ResultOf } from '@graflow/resolver';
import { idOf } from '../spec/id-of.ts';

/** The mark by which every copy of this package knows a result that is still to come. */
const mark = Symbol.for('@graflow/result-of/1');

/** Stands in arguments for what another task will have given. */
class PendingResult {
  readonly taskId: string;

  constructor(taskId: string) {
    this.taskId = taskId;
  }

  get [mark](): true {
    return true;
  }
}

/**
 * Stands in the arguments of a task, at any depth, for the result of another one: the task waits for that one, as with
 * the option `after`, and is called with the result. The result is kept for it, however short `resultTtlMs` is.
 *
 * By its type it is the result, so that the call is checked; here it is a mark that only arguments can hold. A task
 * whose results do not all come, because a task ended without a value, ends with `GRAFLOW_UPSTREAM_FAILED`.
 *
 * @example
 * ```ts
 * import { resultOf } from '@graflow/taskspec';
 *
 * const image = await queue.enqueue(download, [url]);
 * const small = await queue.enqueue(resize, [resultOf(image), 200]);
 * ```
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID` for an id that no task can have.
 */
export function resultOf<F extends AnyTask>(task: { readonly taskId: string; readonly executable: F }): ResultOf<F>;
/** The same by the handle of a task. */
export function resultOf<R>(task: { readonly taskId: string; result(): Promise<R> }): R;
/** The same by the id of a task. */
export function resultOf<R>(taskId: string): R;
export function resultOf(task: string | { readonly taskId: string }): unknown {
  return new PendingResult(idOf(task));
}

/** Whether a value stands for a result that is still to come. */
export const isPendingResult = (value: unknown): value is PendingResult =>
  typeof value === 'object' && value !== null && (value as { readonly [mark]?: unknown })[mark] === true;

/** Gives the tasks whose results are arguments themselves, or stand in a list that is one; deeper ones are not looked for. */
export const resultsAmong = (args: readonly unknown[]): readonly string[] =>
  args
    .flatMap((arg) => (Array.isArray(arg) ? arg : [arg]))
    .flatMap((arg) => (isPendingResult(arg) ? [arg.taskId] : []));
