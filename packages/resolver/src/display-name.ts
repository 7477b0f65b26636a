import type { AnyTask } from './executable.ts';
import { taskMark } from './task.ts';
import { toTaskName } from './task-name.ts';
import type { TaskTable } from './task-table.ts';

/**
 * What to call a task in logs and messages: its name, else that of its function, else `anonymous`.
 */
export const displayNameOf = (task: AnyTask, table: TaskTable): string =>
  table.nameOf(task) ?? taskMark(task)?.name ?? toTaskName(ownNameOf(task));

/** Read without calling a getter: `name` may be a static member of a class. */
const ownNameOf = (task: AnyTask): string => {
  const name: unknown = Object.getOwnPropertyDescriptor(task, 'name')?.value;
  return typeof name === 'string' ? name : '';
};
