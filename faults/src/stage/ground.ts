import type { RedisServer } from '@graflow-tooling/redis-server';
import type { RedisTaskQueueOptions } from '@graflow/queue-redis';

/** How a participant reaches the queue, as plain data. */
export type Place = Pick<RedisTaskQueueOptions, 'url' | 'connection' | 'cluster' | 'partitions'>;

/** What a stage stands on: one server, or several of which one takes over from another. */
export interface Ground {
  readonly place: Place;
  /** The server that holds the queue now. */
  master(): Promise<RedisServer>;
}
