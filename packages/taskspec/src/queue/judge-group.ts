import type { GroupPlan } from './group-plan.ts';
import type { DeadReason } from './outcome.ts';
import type { MemberEnd } from './task-groups.ts';

/** Says why a group fails; undefined where its policy is met by how its members ended. */
export function groupFailure(plan: GroupPlan, ends: readonly MemberEnd[]): DeadReason | undefined {
  const { groupId, members, atLeast, critical } = plan;
  const well = ends.filter(({ ok }) => ok).length;
  const missed = ends.find(({ ok, taskId }) => !ok && critical.includes(taskId));
  if (well >= atLeast && missed === undefined) return undefined;
  const isLate = ends.some((end) => !end.ok && end.code === undefined);
  const lacking = missed === undefined ? `at least ${atLeast} were to` : `${missed.taskId} is critical and did not`;
  const message = `Of the ${members.length} members of group ${groupId}, ${well} ended with a value; ${lacking}.`;
  return {
    code: isLate ? 'GRAFLOW_GROUP_DEADLINE' : 'GRAFLOW_GROUP_FAILED',
    failure: { name: 'Refusal', message },
  };
}
