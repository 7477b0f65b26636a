import { decodePayload } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { progressKey } from '../keys.ts';

/** Gives what a task told last of how far it is; undefined where it told nothing, or has ended. @throws QueueRedisError */
export async function readProgress(connection: Connection, tag: string, taskId: string): Promise<unknown> {
  const text = await connection.ask((client) => client.hget(progressKey(tag), taskId));
  return text === null ? undefined : decodePayload(text, { what: 'progress' });
}
