import { type AnyTask, checkTaskName, type TaskOptions, taskMark } from '@graflow/resolver';
import type { IdSource } from '../queue/claimed-task.ts';
import { mergeTaskOptions } from './merge-task-options.ts';

/** What a spec is made from: the live function or the name of one, its arguments, and options. */
export type TaskSpecInit<F extends AnyTask = AnyTask> = ({ readonly executable: F } | { readonly name: string }) &
  ArgumentsInit<F> & {
    /** The resolver to use; the queue's, else `default`, unless given. */
    readonly resolverId?: string;
  } & TaskOptions;

/** The arguments of the call; they can be left out only where the function can be called without any. */
export type ArgumentsInit<F extends AnyTask> =
  [] extends Parameters<F>
    ? { readonly args?: Readonly<Parameters<F>> | undefined }
    : { readonly args: Readonly<Parameters<F>> };

/** What a spec consists of, whether it was made here or arrived. */
export interface SpecParts {
  /** Undefined where nobody chose one. */
  readonly taskId: string | IdSource | undefined;
  readonly resolverId: string | undefined;
  readonly executable?: AnyTask | undefined;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly options: TaskOptions;
}

/**
 * Takes an init apart, with the defaults that `task()` attached to the function.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function partsOf(init: TaskSpecInit): SpecParts {
  const { args = noArgs, resolverId, executable, name } = init as InitParts;
  const mark = executable && taskMark(executable);
  const options = optionsOf(init, mark?.options);
  const taskName = name ?? mark?.name ?? executable?.name ?? '';
  if (executable === undefined) checkTaskName(taskName);
  return { taskId: options.taskId, resolverId, executable, name: taskName, args, options };
}

/** Most specs have no options: they share one object, and nothing is checked. */
function optionsOf(init: TaskSpecInit, defaults: TaskOptions | undefined): TaskOptions {
  let given: Record<string, unknown> | undefined;
  for (const name in init) {
    if (Object.hasOwn(partNames, name) || !Object.hasOwn(init, name)) continue;
    (given ??= {})[name] = init[name as keyof TaskSpecInit];
  }
  return given === undefined && defaults === undefined ? noOptions : mergeTaskOptions(defaults, given ?? {});
}

const noArgs: readonly unknown[] = Object.freeze([]);
const noOptions: TaskOptions = Object.freeze({});
const partNames = { executable: true, name: true, args: true, resolverId: true } as const;

interface InitParts extends TaskOptions {
  readonly executable?: AnyTask;
  readonly name?: string;
  readonly args?: readonly unknown[];
  readonly resolverId?: string;
}
