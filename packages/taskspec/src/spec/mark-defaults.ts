import { type AnyTask, type TaskMark, taskMark } from '@graflow/resolver';
import { type StoredOptions, storedOptionsOf } from '../record/stored-options.ts';

const known = new WeakMap<TaskMark, StoredOptions | undefined>();

/** Gives those defaults of a function named by `task()` that a worker needs, where it has some; found out once. */
export function markDefaultsOf(executable: AnyTask): StoredOptions | undefined {
  const mark = taskMark(executable);
  if (mark === undefined) return undefined;
  if (!known.has(mark)) known.set(mark, withoutEmpty(storedOptionsOf(mark.options)));
  return known.get(mark);
}

const withoutEmpty = (options: StoredOptions): StoredOptions | undefined =>
  Object.keys(options).length === 0 ? undefined : options;
