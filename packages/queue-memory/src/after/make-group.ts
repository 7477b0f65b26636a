import { type GroupMember, type GroupOptions, groupPlan } from '@graflow/taskspec';
import type { MemoryStore } from '../memory-store.ts';
import type { QueueSettings } from '../queue-options.ts';
import { StoredTask } from '../forms/stored-task.ts';
import { GroupForm } from './group-form.ts';

/**
 * Makes a group, and gives its id.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_TASK_ID_TAKEN`, `GRAFLOW_QUEUE_CLOSED`
 */
export function makeGroup(
  store: MemoryStore,
  { limits }: QueueSettings,
  list: readonly GroupMember[],
  options?: GroupOptions,
): string {
  const plan = groupPlan(list, options);
  store.add([new StoredTask(new GroupForm(plan, limits), plan.groupId)]);
  return plan.groupId;
}
