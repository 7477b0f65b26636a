import { taskIdTaken } from '@graflow/taskspec';
import type { OutcomeStore } from '../endings/outcome-store.ts';
import type { TaskForm } from '../forms/task-form.ts';

/** Refuses tasks of which one has the id of another one with other content. @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` */
export function refuseTaken(forms: readonly TaskForm[], outcomes: OutcomeStore): void {
  const fresh = forms.length > 1 ? new Map<string, TaskForm>() : undefined;
  for (const form of forms) {
    const { taskId } = form.spec;
    const known = outcomes.find(taskId)?.task?.form ?? fresh?.get(taskId);
    if (known === undefined) fresh?.set(taskId, form);
    else if (known.spec !== form.spec && known.content() !== form.content()) throw taskIdTaken(taskId);
  }
}
