import type { Connection } from '../connection/connection.ts';
import { partitionsDiffer } from '../errors.ts';
import { partitionTag, readyKey, settingsKey } from '../keys.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';

const field = 'partitions';

/**
 * Makes what checks, once, that a queue has the number of partitions that its options say. The number stands in Redis
 * from the first task of a queue of several on; where none stands there, and tasks do, the queue has one.
 *
 * @returns a function that throws QueueRedisError `GRAFLOW_REDIS_PARTITIONS_DIFFER`; after an error of the connection it asks
 * again.
 */
export function partitionCheck(connection: Connection, settings: RedisQueueSettings): () => Promise<void> {
  const { prefix, queue, partitions } = settings;
  const tag = partitionTag(prefix, queue, 0);
  let confirmed: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    const stored = await (partitions === 1 ? readNumber(connection, tag) : noteNumber(connection, tag, partitions));
    if (stored !== partitions) throw partitionsDiffer(queue, partitions, stored);
  };
  return () => {
    confirmed ??= check().catch((error: unknown) => {
      confirmed = undefined;
      throw error;
    });
    return confirmed;
  };
}

async function readNumber(connection: Connection, tag: string): Promise<number> {
  const [stored] = await connection.ask((client) => client.hmget(settingsKey(tag), field));
  return Number(stored ?? 1);
}

async function noteNumber(connection: Connection, tag: string, partitions: number): Promise<number> {
  const isFirst = await connection.ask((client) => client.hsetnx(settingsKey(tag), field, partitions));
  if (isFirst === 0) return readNumber(connection, tag);
  const keys = [...[0, 1, 2, 3, 4].map((level) => readyKey(tag, level)), `${tag}:z`, `${tag}:seq`, `${tag}:after`];
  if ((await connection.ask((client) => client.exists(keys))) === 0) return partitions;
  await connection.ask((client) => client.hdel(settingsKey(tag), field));
  return 1;
}
