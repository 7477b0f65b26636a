import { taskIdTaken } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { cancelledRecord, outcomeKey, recordKey } from '../keys.ts';
import type { PreparedTask } from './prepared-task.ts';
import { contentDigest, isSameTask } from './task-content.ts';

const cancelled = Buffer.from(cancelledRecord);

/** More than a token and a digest. */
const longestHead = 80;

/**
 * Gives those of the tasks that neither wait nor have ended.
 *
 * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task has the id; QueueRedisError.
 */
export async function missingTasks(
  connection: Connection,
  tag: string,
  tasks: readonly PreparedTask[],
): Promise<readonly PreparedTask[]> {
  const keys = tasks.map(({ taskId }) => recordKey(tag, taskId));
  const stored = await connection.ask((client) => client.mgetBuffer(keys));
  const missing: PreparedTask[] = [];
  for (const [index, task] of tasks.entries()) {
    const there = stored[index];
    const isThere = there && !there.equals(cancelled);
    if (isThere && !isSameTask(there, task.record)) throw taskIdTaken(task.taskId);
    if (!isThere && !(await hasEnded(connection, tag, task))) missing.push(task);
  }
  return missing;
}

async function hasEnded(connection: Connection, tag: string, { taskId, record }: PreparedTask): Promise<boolean> {
  const head = await connection.ask((client) => client.getrange(outcomeKey(tag, taskId), 0, longestHead));
  const [, digest = ''] = head.split('\n');
  if (digest !== '' && digest !== contentDigest(taskId, record)) throw taskIdTaken(taskId);
  return head !== '';
}
