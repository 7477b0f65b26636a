import type { RedisOptions } from 'ioredis';
import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';

/** How a thread reaches the same Redis: plain data, as `Connection` takes it. */
export interface ThreadConnection {
  readonly url?: string | undefined;
  readonly connection: RedisOptions;
}

/**
 * Gives the way to Redis as data that can go to a thread; undefined where it holds what cannot, as a function of `tls`
 * or a client of a cluster. Functions that only say when to connect again stay behind: the queue has its own.
 */
export function threadConnectionOf({ url, connection, client }: RedisTaskQueueOptions): ThreadConnection | undefined {
  if (client?.isCluster) return undefined;
  const options: RedisOptions = { ...(connection ?? client?.options), connectionName: 'graflow-leases' };
  delete options.retryStrategy;
  delete options.sentinelRetryStrategy;
  delete options.sentinelReconnectStrategy;
  try {
    return structuredClone({ url, connection: options });
  } catch {
    return undefined;
  }
}
