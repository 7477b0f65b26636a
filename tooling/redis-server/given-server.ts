import type { RedisServer } from './redis-server.ts';

/** The server that `REDIS_URL` names: shared with others, so it is never ended from here. */
export const givenServer = (url: string): RedisServer => {
  const refuse = (what: string) => (): never => {
    throw new Error(
      `Cannot ${what} the server of REDIS_URL (${url}): it is not ours. Start a private one with startRedis({ own: true }).`,
    );
  };
  const { hostname: host, port: given, password } = new URL(url);
  const port = Number(given || 6379);
  return {
    url,
    port,
    connection: { host, port, ...(password === '' ? {} : { password }) },
    stop: async () => {},
    kill: async () => refuse('kill')(),
    restart: async () => refuse('restart')(),
    freeze: refuse('freeze'),
    thaw: refuse('thaw'),
    [Symbol.asyncDispose]: async () => {},
  };
};
