import { type AnyTask, taskMark, taskNamePattern } from '@graflow/resolver';
import { isClass } from './is-class.ts';

/** What a module exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** A task and the name it is to be known by. */
export type NamedTask = readonly [name: string, task: AnyTask];

/**
 * Gives the tasks among the exports of a module: functions named by `task()` under that name, the others under their
 * export names. Classes are no tasks, nor is a plain `register` or `default`, nor a function whose export name no task
 * may have.
 */
export function tasksOf(exported: ModuleExports): readonly NamedTask[] {
  return Object.entries(exported).flatMap(([exportName, value]): NamedTask[] => {
    if (typeof value !== 'function') return [];
    const task = value as AnyTask;
    const name = taskMark(task)?.name ?? nameByExport(exportName, task);
    return name === undefined ? [] : [[name, task]];
  });
}

/** Gives the function with which a module registers tasks itself. */
export function registerHookOf({ register }: ModuleExports): ((registry: unknown) => unknown) | undefined {
  return typeof register === 'function' && taskMark(register as AnyTask) === undefined
    ? (register as (registry: unknown) => unknown)
    : undefined;
}

/**
 * `default` is no name that a producer could mean, and the same in every module; `module.exports` is a second name that
 * newer versions of Node give to the default export of CommonJS.
 */
const notTasks: ReadonlySet<string> = new Set(['register', 'default', 'module.exports']);

function nameByExport(exportName: string, value: AnyTask): string | undefined {
  return taskNamePattern.test(exportName) && !notTasks.has(exportName) && !isClass(value) ? exportName : undefined;
}
