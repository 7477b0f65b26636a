import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import type { OpenQueue } from '@graflow-tooling/queue-contract';
import { InMemoryTaskQueue, type InMemoryTaskQueueOptions } from '../src/index.ts';

/** Opens memory queues for the contract suite: one process, one queue object. */
export const openMemoryQueue =
  (options: InMemoryTaskQueueOptions = {}): OpenQueue =>
  async ({ isSigned, ...asked }) => {
    void isSigned; // nobody else writes here
    const registry = new TaskResolverRegistry();
    registry.register('default', new TaskResolver());
    const queue = new InMemoryTaskQueue({ registry, ...options, ...asked });
    return { queue, registry, another: async () => queue, close: () => queue.close() };
  };
