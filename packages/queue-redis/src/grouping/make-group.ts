import { createHash } from 'node:crypto';
import { groupContent, type GroupPlan, taskIdTaken } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import type { MarkOf } from '../enqueueing/prepared-task.ts';
import { makeGroupScript } from '../scripts/make-group.ts';

/** Where a group is made. */
export interface GroupPlace {
  readonly connection: Connection;
  readonly tag: string;
  /** Marks the members that are elsewhere. */
  readonly markOf?: MarkOf;
}

/**
 * Makes a group, and gives its id.
 *
 * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where a task or another group has its id; QueueRedisError.
 */
export async function makeGroup({ connection, tag, markOf = unmarked }: GroupPlace, plan: GroupPlan): Promise<string> {
  const { groupId, members, atLeast, critical, deadlineMs, resultTtlMs } = plan;
  const digest = createHash('sha256').update(groupContent(plan)).digest('base64url').slice(0, 22);
  const marked = members.map((id) => `${id}${markOf(id)}`).join(' ');
  const args = [groupId, digest, String(resultTtlMs), deadlineMs, String(atLeast), critical.join(' '), marked];
  const answer = String(await runScript(connection, makeGroupScript, tag, args));
  if (answer === 'taken') throw taskIdTaken(groupId);
  return groupId;
}

const unmarked = (): string => '';
