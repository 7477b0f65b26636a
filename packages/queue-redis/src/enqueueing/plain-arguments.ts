import type { ScriptArgument } from '../connection/packed-arguments.ts';
import type { PreparedTask } from './prepared-task.ts';

/**
 * Gives the arguments of the script for plain tasks; undefined where one of the tasks is not of them: it has something
 * beside it, is due later, or has another priority than the others.
 */
export function plainArguments(tasks: readonly PreparedTask[]): readonly ScriptArgument[] | undefined {
  const level = levelOf(tasks[0]);
  const args: ScriptArgument[] = [level];
  for (const task of tasks) {
    const [, due, record, beside] = task.args;
    if (due !== '0' || beside !== '' || record === undefined || levelOf(task) !== level) return undefined;
    args.push(task.taskId, record);
  }
  return args;
}

const levelOf = (task: PreparedTask | undefined): string => String(task?.args[0]).charAt(0);
