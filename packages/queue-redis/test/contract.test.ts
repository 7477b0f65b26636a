import { randomUUID } from 'node:crypto';
import { describeTaskQueue, type OpenQueue } from '@graflow-tooling/queue-contract';
import { type RedisServer, startRedis } from '@graflow-tooling/redis-server';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { afterAll } from 'vitest';
import { RedisTaskQueue } from '../src/index.ts';

const server: RedisServer = await startRedis();
afterAll(() => server.stop());

const openRedisQueue: OpenQueue = async (options) => {
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const place = { url: server.url, prefix: randomUUID(), registry, ...options };
  const opened: RedisTaskQueue[] = [];
  const another = async (): Promise<RedisTaskQueue> => {
    const queue = new RedisTaskQueue(place);
    opened.push(queue);
    return queue;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((queue) => queue.close()));
  };
  return { queue: await another(), another, registry, close };
};

describeTaskQueue('redis', openRedisQueue, { separateWorkers: true });
