import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { defaultUrl, isCluster } from './redis-client.ts';

/** Where Redis is, for messages: without a password. */
export function addressOf({ url, cluster, connection, client }: RedisTaskQueueOptions): string {
  if (url !== undefined || !(cluster ?? connection ?? client)) return maskedUrl(url ?? defaultUrl);
  const options = connection ?? (client && (isCluster(client) ? client.options.redisOptions : client.options)) ?? {};
  const { username, tls } = options;
  const scheme = `${tls ? 'rediss' : 'redis'}://${username ? `${username}@` : ''}`;
  if (cluster) return `${scheme}${listOf(cluster)}`;
  if (client && isCluster(client)) return `${scheme}(the cluster of the given client)`;
  const { host = '127.0.0.1', port = 6379, path, db = 0, sentinels, name } = options as NonNullable<typeof connection>;
  if (sentinels) return `${scheme}${name}/${db} of the Sentinels ${listOf(sentinels)}`;
  return path ?? `${scheme}${host}:${port}/${db}`;
}

const listOf = (
  places: readonly { readonly host?: string | undefined; readonly port?: number | undefined }[],
): string => places.map(({ host = '127.0.0.1', port }) => (port === undefined ? host : `${host}:${port}`)).join(',');

function maskedUrl(url: string): string {
  if (!URL.canParse(url)) return 'the given url (it is not a URL)';
  const parsed = new URL(url);
  if (parsed.password) parsed.password = '***';
  parsed.search = '';
  return parsed.href;
}
