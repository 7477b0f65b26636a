import type { RedisServer } from '@graflow-tooling/redis-server';
import { Redis } from 'ioredis';
import { tagOf } from './tag-of.ts';

const tag = tagOf(0);

const jumpScript = `
for _, name in ipairs({ ':z', ':l', ':w', ':after' }) do
  for _, member in ipairs(redis.call('ZRANGE', KEYS[1] .. name, 0, -1)) do
    redis.call('ZINCRBY', KEYS[1] .. name, -ARGV[1], member)
  end
end`;

/** A look into the Redis of a stage, past the queue, which has one partition there. */
export interface RedisLook extends AsyncDisposable {
  readonly client: Redis;
  /** The bytes of a record. */
  recordOf(id: string): Promise<Buffer>;
  /** Puts other bytes in their place. */
  putRecord(id: string, bytes: Buffer): Promise<void>;
  /** Makes its clock jump ahead, as its scripts see it: all times that are kept lie so much further back, in milliseconds. */
  jump(ms: number): Promise<void>;
  /** The keys of all records and outcomes. */
  keysOfTasks(): Promise<readonly string[]>;
  /** The keys of all else: of lists, leases and settings. */
  keysOfPlaces(): Promise<readonly string[]>;
}

/** Opens a look into a Redis. */
export function lookInto(server: string | RedisServer['connection']): RedisLook {
  const client =
    typeof server === 'string' ? new Redis(server, { lazyConnect: true }) : new Redis({ ...server, lazyConnect: true });
  return {
    client,
    recordOf: async (id) => (await client.getBuffer(`${tag}:t:${id}`)) ?? Buffer.alloc(0),
    putRecord: async (id, bytes) => void (await client.set(`${tag}:t:${id}`, bytes)),
    jump: async (ms) => void (await client.eval(jumpScript, 1, tag, ms)),
    keysOfTasks: () => client.keys(`${tag}:t:*`),
    keysOfPlaces: async () => (await client.keys(`${tag}:*`)).filter((key) => !key.startsWith(`${tag}:t:`)),
    [Symbol.asyncDispose]: async () => client.disconnect(),
  };
}

/** The bytes that a Redis uses; undefined while it cannot be asked. */
export async function usedMemory(url: string): Promise<number | undefined> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  } catch {
    return undefined;
  } finally {
    client.disconnect();
  }
}
