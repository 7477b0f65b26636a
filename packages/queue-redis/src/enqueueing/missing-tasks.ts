import { decodeRecord, taskIdTaken } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { serverTime } from '../connection/server-time.ts';
import { cancelledRecord, groupMark, outcomeKey, outcomeMark, recordKey } from '../keys.ts';
import type { PreparedTask } from './prepared-task.ts';
import { contentDigest, isSameTask } from './task-content.ts';

const cancelled = Buffer.from(cancelledRecord);
const group = Buffer.from(groupMark);
const mark = Buffer.from(outcomeMark);

/** More than a token, a time and a digest. */
const longestHead = 80;

/** How the outcome of a task begins that was dropped from a full queue: it may come again. */
const wasDropped = /^=\n\n-\d+\n\{"code":"GRAFLOW_TASK_DROPPED"/;

/**
 * Gives those of the tasks that neither wait nor have ended, but for being dropped.
 *
 * @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` where another task or an open group has the id; QueueRedisError.
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
    const isOutcome = there?.subarray(0, 1).equals(mark) === true;
    const isThere = there && !isOutcome && !there.equals(cancelled);
    if (isThere && (there.equals(group) || !isSameTask(there, task.record))) throw taskIdTaken(task.taskId);
    const outcome = isOutcome ? String(there.subarray(0, longestHead)) : undefined;
    if (!isThere && !(await hasEnded(connection, tag, task, outcome))) missing.push(task);
  }
  return missing;
}

async function hasEnded(
  connection: Connection,
  tag: string,
  { taskId, record }: PreparedTask,
  found: string | undefined,
): Promise<boolean> {
  const head = found ?? (await connection.ask((client) => client.getrange(outcomeKey(tag, taskId), 0, longestHead)));
  const [mark = '', digest = ''] = head.split('\n');
  if (wasDropped.test(head) || (await isOver(connection, mark))) return false;
  if (digest !== '' && digest !== contentDigest(decodeRecord(record).header, record)) throw taskIdTaken(taskId);
  return head !== '';
}

/** Tells by the first line of an outcome whether its time is over; of one that Redis ends the line says no time. */
async function isOver(connection: Connection, mark: string): Promise<boolean> {
  const [, endsAt] = mark.split(':');
  if (endsAt === undefined) return false;
  return Number(endsAt) <= (await serverTime(connection));
}
