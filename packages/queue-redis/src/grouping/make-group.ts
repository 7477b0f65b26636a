import { createHash } from 'node:crypto';
import { groupContent, type GroupMember, type GroupOptions, groupPlan, taskIdTaken } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { makeGroupScript } from '../scripts/make-group.ts';

/**
 * Makes a group, and gives its id.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, or `GRAFLOW_TASK_ID_TAKEN` where a task or another group has its id; QueueRedisError.
 */
export async function makeGroup(
  { connection, tag }: { readonly connection: Connection; readonly tag: string },
  list: readonly GroupMember[],
  options?: GroupOptions,
): Promise<string> {
  const plan = groupPlan(list, options);
  const { groupId, members, atLeast, critical, deadlineMs, resultTtlMs } = plan;
  const digest = createHash('sha256').update(groupContent(plan)).digest('base64url').slice(0, 22);
  const policy = [String(atLeast), critical.join(' ')];
  const args = [groupId, digest, String(resultTtlMs), deadlineMs, ...policy, members.join(' ')];
  const answer = String(await runScript(connection, makeGroupScript, tag, args));
  if (answer === 'taken') throw taskIdTaken(groupId);
  return groupId;
}
