import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { accessTo, openPlannedServer, openPrivateServer } from './private-server.ts';
import type { AccessOptions, RedisServer, ServerAccess } from './redis-server.ts';
import { until } from './until.ts';

/** What a test may ask of a group that Sentinels watch. */
export interface StartSentinelOptions extends AccessOptions {
  /** After how long without an answer the master is taken for down, in milliseconds; 1,000 unless given. */
  readonly downAfterMs?: number;
  /** Writes each command to disk before it is answered. Default false. */
  readonly appendOnly?: boolean;
}

/** A master, its replica, and three Sentinels that make the replica master when the master fails. */
export interface SentinelGroup {
  /** What a client asks where the master is, and the name under which it asks. */
  readonly connection: ServerAccess & {
    readonly sentinels: { readonly host: string; readonly port: number }[];
    readonly name: string;
    readonly sentinelTLS?: { readonly ca: string };
    readonly enableTLSForSentinelMode?: boolean;
  };
  readonly sentinels: readonly RedisServer[];
  /** Master and replica. */
  readonly servers: readonly RedisServer[];
  /** The server that is the master now. */
  master(): Promise<RedisServer>;
  /** Ends all servers. May be called twice. */
  stop(): Promise<void>;
}

const name = 'main';
const quorum = 2;

/** Gives a test a real Redis behind three real Sentinels, which end with this process however that ends. */
export const startSentinel = async (options: StartSentinelOptions = {}): Promise<SentinelGroup> => {
  const { downAfterMs = 1_000, tls = false, password, appendOnly = false } = options;
  const access = { tls, ...(password === undefined ? {} : { password }) };
  const master = await openPrivateServer({ ...access, appendOnly });
  const replicaOf = ['--replicaof', '127.0.0.1', `${master.port}`];
  const replica = await openPrivateServer({ ...access, appendOnly, args: replicaOf });
  const servers = [master, replica];
  const configuration = [
    `sentinel monitor ${name} 127.0.0.1 ${master.port} ${quorum}`,
    `sentinel down-after-milliseconds ${name} ${downAfterMs}`,
    `sentinel failover-timeout ${name} ${10 * downAfterMs}`,
    ...(password === undefined ? [] : [`sentinel auth-pass ${name} ${password}`]),
  ].join('\n');
  await attached(replica);
  const argsOn = async (port: number, directory: string) => {
    const file = join(directory, `sentinel-${port}.conf`);
    await writeFile(file, configuration, { flag: 'wx' }).catch(() => {}); // a restarted one goes on with what it wrote
    return [file, '--sentinel'];
  };
  const sentinels = await Promise.all([1, 2, 3].map(() => openPlannedServer({ tls, argsOn })));
  await Promise.all(sentinels.map((sentinel) => settled(sentinel)));
  const { tls: secure, ...common } = await accessTo(access);
  const all = [...servers, ...sentinels];
  return {
    connection: {
      ...common,
      ...(secure ? { tls: secure, sentinelTLS: secure, enableTLSForSentinelMode: true } : {}),
      sentinels: sentinels.map(({ connection: { host, port } }) => ({ host, port })),
      name,
    },
    sentinels,
    servers,
    master: async () => {
      const port = await masterPort(sentinels);
      return servers.find((server) => server.port === port) as RedisServer;
    },
    stop: async () => {
      await Promise.all(all.map((server) => server.stop()));
    },
  };
};

/** Waits until a replica has what its master has. */
const attached = (replica: RedisServer): Promise<void> =>
  asking(replica, (client) => until(async () => (await client.info('replication')).includes('master_link_status:up')));

/** Waits until a Sentinel knows the replica and the other Sentinels: before, it could not bring about a failover. */
const settled = (sentinel: RedisServer): Promise<void> =>
  asking(sentinel, (client) =>
    until(async () => {
      const master = (await client.call('SENTINEL', ['MASTER', name])) as readonly string[];
      const valueOf = (field: string) => master[master.indexOf(field) + 1];
      return valueOf('num-slaves') === '1' && valueOf('num-other-sentinels') === '2';
    }),
  );

const masterPort = (sentinels: readonly RedisServer[]): Promise<number> =>
  Promise.any(
    sentinels.map((sentinel) =>
      asking(sentinel, async (client) => {
        const [, port] = (await client.call('SENTINEL', ['GET-MASTER-ADDR-BY-NAME', name])) as readonly string[];
        return Number(port);
      }),
    ),
  );

const asking = async <Answer>(server: RedisServer, ask: (client: Redis) => Promise<Answer>): Promise<Answer> => {
  const client = new Redis({ ...server.connection, retryStrategy: null, commandTimeout: 10_000 });
  client.on('error', () => {});
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
};
