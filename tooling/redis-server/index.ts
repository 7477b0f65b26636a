export type { RedisServer, StartRedisOptions } from './redis-server.ts';
export { startRedis } from './start-redis.ts';
