import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { timerMs } from '../leases/timer-ms.ts';

/** A client of one server, of whichever Sentinels call the master, or of a cluster. */
export type RedisClient = Redis | Cluster;

/** The address of a queue that is given none. */
export const defaultUrl = 'redis://127.0.0.1:6379';

/** Opens a client by what the queue was given; never by the user's own connection, only like it. */
export function openClient(options: RedisTaskQueueOptions, overrides: RedisOptions): RedisClient {
  const { url, cluster, connection, client } = options;
  const settings = {
    ...defaults,
    ...patienceOf(options),
    ...connection,
    ...overrides,
    replyMapping: 'legacy',
  } as const;
  const ofCluster = { ...clusterDefaults, ...natMapOf(connection), redisOptions: settings };
  if (cluster) return withCaughtAsking(new Cluster([...cluster], ofCluster));
  if (!client) return url || !connection ? new Redis(url ?? defaultUrl, settings) : new Redis(settings);
  return isCluster(client) ? withCaughtAsking(client.duplicate([], ofCluster)) : client.duplicate(settings);
}

/** Tells a client of a cluster from one of a server, whichever copy of ioredis made it. */
export const isCluster = (client: RedisClient): client is Cluster => client.isCluster;

/** Asks each server that a command may go to: in a cluster, all masters. */
export async function askEach<T>(client: RedisClient, ask: (server: Redis) => Promise<T>): Promise<readonly T[]> {
  if (!isCluster(client)) return [await ask(client)];
  await client.ping(); // the masters are known when it is answered
  return Promise.all(client.nodes('master').map(ask));
}

/**
 * While a slot is moved, ioredis sends `ASKING` before a command and looks at no answer: dropped in between, a client
 * would leave a rejection to nobody, which ends the process.
 */
function withCaughtAsking(cluster: Cluster): Cluster {
  cluster.on('+node', (node: Redis) => {
    const asking = node.asking.bind(node);
    node.asking = () => {
      const asked = asking();
      asked.catch(() => undefined); // the command behind it hears the same
      return asked;
    };
  });
  return cluster;
}

const retryStrategy = (times: number): number => Math.min(50 * 2 ** Math.min(times, 6), 1_000);

const defaults: RedisOptions = {
  maxRetriesPerRequest: null,
  keepAlive: 10_000,
  disconnectTimeout: 100,
  retryStrategy,
};

/** How long a command is sent on is for its lane to say, which has a deadline, and not for a number of redirections. */
const clusterDefaults: ClusterOptions = {
  clusterRetryStrategy: retryStrategy,
  maxRedirections: Number.MAX_SAFE_INTEGER,
  retryDelayOnMoved: 20, // while nodes disagree they send a command to and fro
  dnsLookup: (name, tell) => tell(null, name), // TLS needs the name
};

/**
 * What only Sentinels need: the next one is asked well before the deadline of a command when one does not answer; and a
 * master that became a replica is left, and the command sent to the new one.
 */
function patienceOf({ connection, client, commandTimeoutMs = 5_000 }: RedisTaskQueueOptions): RedisOptions {
  const { sentinels } = (connection ?? client?.options ?? {}) as RedisOptions;
  if (!sentinels) return {};
  const patienceMs = timerMs(Math.max(100, commandTimeoutMs / (sentinels.length + 1)));
  return {
    connectTimeout: patienceMs,
    sentinelCommandTimeout: patienceMs,
    reconnectOnError: ({ message }) => (message.startsWith('READONLY') ? 2 : false),
  };
}

const natMapOf = (connection: RedisOptions | undefined): ClusterOptions =>
  connection?.natMap ? { natMap: connection.natMap } : {};
