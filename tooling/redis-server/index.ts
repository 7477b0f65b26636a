export type { RedisCluster, StartClusterOptions } from './redis-cluster.ts';
export type { RedisServer, ServerAccess, StartRedisOptions } from './redis-server.ts';
export { startCluster } from './start-cluster.ts';
export { startRedis } from './start-redis.ts';
export { type SentinelGroup, startSentinel, type StartSentinelOptions } from './start-sentinel.ts';
