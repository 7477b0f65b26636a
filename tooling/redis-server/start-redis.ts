import { givenServer } from './given-server.ts';
import { openPrivateServer } from './private-server.ts';
import type { RedisServer, StartRedisOptions } from './redis-server.ts';

/**
 * Gives a test a real Redis: the one that `REDIS_URL` names, else a private `redis-server` on a free port of the
 * loopback, which ends with this process however that ends.
 *
 * @throws Error, with the command to run, when no `redis-server` is installed: a test without Redis fails, it is never skipped.
 * @example
 * ```ts
 * import { startRedis } from '@graflow-tooling/redis-server';
 *
 * const redis = await startRedis();
 * onTestFinished(() => redis.stop());
 * const queue = new RedisTaskQueue({ url: redis.url, prefix: randomUUID() });
 * ```
 */
export const startRedis = async (options: StartRedisOptions = {}): Promise<RedisServer> => {
  const own = options.own ?? Object.keys(options).length > 0;
  const url = process.env['REDIS_URL'];
  return url === undefined || url === '' || own ? openPrivateServer(options) : givenServer(url);
};
