import { taskIdTaken } from '@graflow/taskspec';
import type { PreparedTask } from './prepared-task.ts';
import { isSameTask } from './task-content.ts';

/** Whether a task is there twice. */
export const hasRepeats = (tasks: readonly PreparedTask[]): boolean =>
  tasks.length > 1 && new Set(tasks.map(({ taskId }) => taskId)).size < tasks.length;

/** The same task twice in one list is one task. @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` for two with one id. */
export function withoutRepeats(tasks: readonly PreparedTask[]): readonly PreparedTask[] {
  if (!hasRepeats(tasks)) return tasks;
  const byId = new Map<string, PreparedTask>();
  for (const task of tasks) {
    const same = byId.get(task.taskId);
    if (same && !isSameTask(same.record, task.record)) throw taskIdTaken(task.taskId);
    byId.set(task.taskId, same ?? task);
  }
  return [...byId.values()];
}
