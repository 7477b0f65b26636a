import type { Redis } from 'ioredis';

/** What Redis has used so far. */
export interface RedisUsage {
  readonly cpuUs: number;
  readonly memoryBytes: number;
}

/** Reads it from INFO. */
export async function redisUsage(redis: Redis): Promise<RedisUsage> {
  const info = await redis.info();
  const field = (name: string): number => Number(new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]);
  return {
    cpuUs: 1e6 * (field('used_cpu_user') + field('used_cpu_sys')),
    memoryBytes: field('used_memory'),
  };
}
