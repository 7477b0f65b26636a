import { PackedArguments } from '../connection/packed-arguments.ts';
import type { PreparedTask } from './prepared-task.ts';

/** About how much room an id takes, with what stands beside it and a record. */
const besideBytes = 40;

/**
 * Gives the arguments of the script for plain tasks; undefined where one of the tasks is not of them: it has something
 * beside it, is due later, or has another priority than the others.
 */
export function plainArguments(tasks: readonly PreparedTask[]): PackedArguments | undefined {
  const level = levelOf(tasks[0]);
  let room = besideBytes;
  for (const task of tasks) {
    const [, due, , beside] = task.args;
    if (due !== '0' || beside !== '' || levelOf(task) !== level) return undefined;
    room += besideBytes + task.record.length;
  }
  const args = new PackedArguments(room).text(level);
  for (const { taskId, record } of tasks) args.text(taskId).part(record);
  return args;
}

const levelOf = (task: PreparedTask | undefined): string => String(task?.args[0]).charAt(0);
