import type { RedisOptions } from 'ioredis';
import { redisOptionInvalid } from '../errors.ts';
import type { ClusterNode, RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { isServerListUrl } from './is-server-list-url.ts';

const parts =
  /^(rediss?)\+(cluster|sentinel):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^@/?#]+)(?:\/([^/?#]+))?(?:\/(\d+))?\/?$/;
const serverPattern = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;

/**
 * Says in options what a URL of several servers says: `redis+cluster://user:password@one:6379,two:6379`, and
 * `redis+sentinel://user:password@one:26379,two:26379/main/0` with the name of the master and perhaps a database; with `rediss`,
 * all connections use TLS. Other options are given back as they are. User and password are percent-encoded, and those of the servers, not of Sentinels.
 *
 * @throws QueueRedisError `GRAFLOW_REDIS_OPTION_INVALID`, without the URL: a password may stand in it
 */
export function readServerListUrl({ url, ...others }: RedisTaskQueueOptions): RedisTaskQueueOptions {
  if (url === undefined || !isServerListUrl(url)) return { url, ...others };
  const [, scheme, kind, username, password, list = '', name, db] = parts.exec(url) ?? [];
  const servers = list.split(',').map(readServer);
  const connection: RedisOptions = {
    ...(username && { username: decoded(username) }),
    ...(password && { password: decoded(password) }),
    ...(scheme === 'rediss' && { tls: {} }),
  };
  if (kind === 'cluster' && name === undefined) return { ...others, cluster: servers, connection };
  if (kind !== 'sentinel' || name === undefined) throw malformed();
  const sentinels = servers.map(({ host, port = 26_379 }) => ({ host, port }));
  const forAll = scheme === 'rediss' && { enableTLSForSentinelMode: true, sentinelTLS: {} };
  return {
    ...others,
    connection: { ...connection, ...forAll, sentinels, name: decoded(name), ...(db && { db: Number(db) }) },
  };
}

function readServer(text: string): ClusterNode {
  const [, host, port] = serverPattern.exec(text) ?? [];
  if (host === undefined) throw malformed();
  return { host: host.replace(/^\[|\]$/g, ''), ...(port !== undefined && { port: Number(port) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

const malformed = (): Error =>
  redisOptionInvalid(
    'url',
    'must be as in redis+cluster://user:password@one:6379,two:6379, or redis+sentinel://one:26379,two:26379/name-of-the-master',
  );
