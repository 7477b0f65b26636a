import { randomUUID } from 'node:crypto';
import { startRedis, type StartRedisOptions } from '@graflow-tooling/redis-server';
import { TaskResolverRegistry } from '@graflow/registry';
import { type KeyRing, TaskResolver } from '@graflow/resolver';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { RedisTaskQueue, type RedisTaskQueueOptions } from '../src/index.ts';

/** A registry that knows the tasks of these tests. */
export function newRegistry(): TaskResolverRegistry {
  const registry = new TaskResolverRegistry();
  registry.register(
    'default',
    new TaskResolver().registerTask('add', (left: number, right: number) => left + right),
  );
  return registry;
}

/** A real Redis, a way to look into it, and queues on it that share a prefix of their own; all closed with the test. */
export async function setup(options: RedisTaskQueueOptions = {}, server: StartRedisOptions = {}) {
  const redis = await startRedis(server);
  onTestFinished(() => redis.stop());
  const prefix = randomUUID();
  const open = (more: RedisTaskQueueOptions & { readonly keys?: KeyRing } = {}): RedisTaskQueue => {
    const queue = new RedisTaskQueue({ url: redis.url, prefix, registry: newRegistry(), ...options, ...more });
    onTestFinished(() => queue.close());
    return queue;
  };
  const look = new Redis(redis.url, { lazyConnect: true });
  look.on('error', () => undefined); // some tests kill the server
  onTestFinished(() => look.disconnect());
  await look.connect();
  return { redis, open, look, prefix, tag: `{${prefix}:default:0}` };
}
