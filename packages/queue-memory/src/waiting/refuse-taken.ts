import { taskIdTaken } from '@graflow/taskspec';
import type { OutcomeStore } from '../endings/outcome-store.ts';
import type { StoredTask } from '../forms/stored-task.ts';

/** Refuses tasks of which one has the id of another one with other content. @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` */
export function refuseTaken(tasks: readonly StoredTask[], outcomes: OutcomeStore): void {
  const fresh = tasks.length > 1 ? new Map<string, StoredTask>() : undefined;
  for (const task of tasks) {
    if (task.isUnseen) continue;
    const { taskId, form } = task;
    const known = outcomes.knownAs(task) ?? fresh?.get(taskId);
    if (known === undefined) fresh?.set(taskId, task);
    else if (known.form.content() !== form.content()) throw taskIdTaken(taskId);
  }
}
