import type { RedisOptions } from 'ioredis';
import type { ClusterNode, RedisTaskQueueOptions } from '../redis-queue-options.ts';

/** How a thread reaches the same Redis: plain data, as `Connection` takes it. */
export interface ThreadConnection {
  readonly url?: string | undefined;
  readonly cluster?: readonly ClusterNode[] | undefined;
  readonly connection: RedisOptions;
}

/**
 * Gives the way to Redis as data that can go to a thread; undefined where it holds what cannot, as a function of `tls`
 * or a client of a cluster, which does not say where it began. Functions that only say when to connect again stay behind:
 * the queue has its own.
 */
export function threadConnectionOf(options: RedisTaskQueueOptions): ThreadConnection | undefined {
  const { url, cluster, connection, client } = options;
  if (client?.isCluster) return undefined;
  const given = connection ?? client?.options;
  const own: RedisOptions = { ...given, connectionName: 'graflow-leases' };
  delete own.retryStrategy;
  delete own.reconnectOnError;
  delete own.sentinelRetryStrategy;
  delete own.sentinelReconnectStrategy;
  try {
    return structuredClone({ url, cluster, connection: own });
  } catch {
    return undefined;
  }
}
