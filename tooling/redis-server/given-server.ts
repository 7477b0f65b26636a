import type { RedisServer } from './redis-server.ts';

/** The server that `REDIS_URL` names: shared with others, so it is never ended from here. */
export const givenServer = (url: string): RedisServer => {
  const refuse = (what: string) => (): never => {
    throw new Error(
      `Cannot ${what} the server of REDIS_URL (${url}): it is not ours. Start a private one with startRedis({ own: true }).`,
    );
  };
  return {
    url,
    port: Number(new URL(url).port || 6379),
    stop: async () => {},
    kill: async () => refuse('kill')(),
    restart: async () => refuse('restart')(),
    freeze: refuse('freeze'),
    thaw: refuse('thaw'),
    [Symbol.asyncDispose]: async () => {},
  };
};
