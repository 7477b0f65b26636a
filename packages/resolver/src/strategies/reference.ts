import { exportNameOf } from '@graflow/pickle';
import type { TaskEnvelope } from '../envelope.ts';
import { taskNameless, taskUnknown } from '../errors.ts';
import { displayNameOf } from '../display-name.ts';
import { taskMark } from '../task.ts';
import { checkTaskName, isTaskName } from '../task-name.ts';
import type { Strategy } from './strategy.ts';

/**
 * The name travels: the registered one, else the one of `task()`, else the export name in the module of the function.
 */
export const reference: Strategy = {
  serialize(task, table) {
    const name = table.nameOf(task) ?? taskMark(task)?.name ?? exportNameOf(task);
    if (!isTaskName(name)) throw taskNameless(displayNameOf(task, table));
    return referenceTo(name);
  },

  resolve({ name }, { table }) {
    const task = table.lookup(name);
    if (task === undefined) throw taskUnknown(name, table.names());
    return task;
  },
};

/**
 * The envelope of a task that the other side knows by this name.
 */
export const referenceTo = (name: string): TaskEnvelope => ({
  version: 1,
  strategy: 'reference',
  name: checkTaskName(name),
});
