export { RedisTaskQueue } from './redis-task-queue.ts';
export type { ClusterNode, RedisTaskQueueOptions } from './redis-queue-options.ts';
export { QueueRedisError } from './errors.ts';
export type { QueueRedisErrorCode } from './errors.ts';
