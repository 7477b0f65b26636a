import { randomUUID } from 'node:crypto';
import type { OpenQueue } from '@graflow-tooling/queue-contract';
import { TaskResolverRegistry } from '@graflow/registry';
import { keyRingFrom, TaskResolver } from '@graflow/resolver';
import { RedisTaskQueue, type RedisTaskQueueOptions } from '../src/index.ts';

/** Opens, for each test, a queue with a name of its own at one place. */
export const openOn =
  (place: RedisTaskQueueOptions): OpenQueue =>
  async ({ isSigned = false, ...options }) => {
    const registry = new TaskResolverRegistry();
    registry.register('default', new TaskResolver());
    const keys = isSigned ? { keys: keyRingFrom('a test key, thirty-two bytes or more') } : {};
    const common = { queue: randomUUID(), ...place, registry, ...options, ...keys };
    const opened: RedisTaskQueue[] = [];
    const another = async (): Promise<RedisTaskQueue> => {
      const queue = new RedisTaskQueue(common);
      opened.push(queue);
      return queue;
    };
    const close = async (): Promise<void> => {
      await Promise.all(opened.map((queue) => queue.close()));
    };
    return { queue: await another(), another, registry, close };
  };
