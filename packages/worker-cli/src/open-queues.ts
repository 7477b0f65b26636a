import { RedisTaskQueue } from '@graflow/queue-redis';
import type { AcceptancePolicy, KeyRing } from '@graflow/resolver';
import type { RunOptions } from './run-options.ts';

/** The queues of one worker, opened and closed together. */
export interface OpenQueues {
  readonly queues: readonly RedisTaskQueue[];
  /** Connects to all. @throws QueueRedisError */
  readonly ready: () => Promise<void>;
  /** Closes all, once what is on its way has arrived. */
  readonly close: () => Promise<void>;
  /** Lets `close` wait for nothing. */
  readonly abandon: () => void;
}

/** Opens a queue per name, over Redis: a queue in memory cannot serve two processes. */
export function openQueues(
  { redisUrl, queues: names, prefix, partitions, resolverId }: RunOptions,
  { accept, keys }: { readonly accept: AcceptancePolicy; readonly keys: KeyRing | undefined },
): OpenQueues {
  const shared = {
    url: redisUrl,
    prefix,
    partitions,
    accept,
    ...(keys && { keys }),
    ...(resolverId && { resolverId }),
  };
  const queues = names.map((queue) => new RedisTaskQueue({ ...shared, queue }));
  let deadlineMs = 5_000;
  return {
    queues,
    ready: async () => void (await Promise.all(queues.map((queue) => queue.ready()))),
    close: async () => void (await Promise.all(queues.map((queue) => queue.close({ deadlineMs })))),
    abandon: () => (deadlineMs = 0),
  };
}
