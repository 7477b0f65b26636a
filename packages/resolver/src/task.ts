import { taskAlreadyNamed, taskNotCallable } from './resolver-error.ts';
import type { AnyTask } from './executable.ts';
import { checkTaskName } from './task-name.ts';
import type { TaskOptions } from './task-options.ts';

/**
 * The name and the defaults that {@link task} attached to a function.
 */
export interface TaskMark {
  /** The name by which the task travels. */
  readonly name: string;
  /** Defaults for every spec made of this task. */
  readonly options: TaskOptions;
}

/**
 * Names a function, so that it travels by reference, and attaches default options to it.
 *
 * Gives back the same function, unchanged: the mark is kept beside it, where every copy of this package finds it.
 *
 * @throws {@link ResolverError} `GRAFLOW_TASK_NAME_INVALID`, `GRAFLOW_TASK_NOT_CALLABLE`, and `GRAFLOW_TASK_ALREADY_NAMED`
 * when the function has another name already.
 *
 * @example
 * ```ts
 * import { task } from '@graflow/resolver';
 *
 * export const resize = task('resize', async (path: string, width: number) => `${path}@${width}`, {
 *   retry: { maxAttempts: 5 },
 * });
 * ```
 */
export const task = <F extends AnyTask>(name: string, fn: F, options: TaskOptions = {}): F => {
  checkTaskName(name);
  if (typeof fn !== 'function') throw taskNotCallable(name, fn);
  const known = taskMark(fn);
  if (known !== undefined && known.name !== name) throw taskAlreadyNamed(known.name, name);
  marks().set(fn, Object.freeze({ name, options: Object.freeze({ ...options }) }));
  return fn;
};

/**
 * Gives what {@link task} attached to a function, whichever copy of this package did it.
 */
export const taskMark = (fn: AnyTask): TaskMark | undefined => marks().get(fn);

const marksKey = Symbol.for('@graflow/tasks/1');

type Marks = Pick<WeakMap<AnyTask, TaskMark>, 'get' | 'set'>;

const marks = (): Marks => {
  const place = globalThis as { [marksKey]?: Marks };
  if (place[marksKey] === undefined) Object.defineProperty(place, marksKey, { value: new WeakMap() });
  return place[marksKey] as Marks;
};
