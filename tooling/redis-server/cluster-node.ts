import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { openPrivateServer } from './private-server.ts';
import type { RedisServer, StartRedisOptions } from './redis-server.ts';

/** One server of a cluster, and a client for what it is told about the others. */
export interface ClusterNode {
  readonly server: RedisServer;
  /** Where the servers talk among themselves. */
  readonly busPort: number;
  readonly client: Redis;
}

/** Starts a server that belongs to no cluster yet. */
export const openClusterNode = async (options: StartRedisOptions, nodeTimeoutMs: number): Promise<ClusterNode> => {
  const busPort = await freePort();
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`];
  // A replica takes over however old its data are: there is no other that could.
  const patience = ['--cluster-node-timeout', `${nodeTimeoutMs}`, '--cluster-replica-validity-factor', '0'];
  const server = await openPrivateServer({ ...options, args: [...cluster, ...patience] });
  const client = new Redis({ ...server.connection, retryStrategy: () => 100 });
  client.on('error', () => {}); // some tests kill the server
  return { server, busPort, client };
};

/** The node that holds a slot now. A failed one may still believe that it does, but it does not answer. */
export const holderOf = async (nodes: readonly ClusterNode[], slot: number): Promise<ClusterNode> => {
  const asked = nodes.find(({ client }) => client.status === 'ready') as ClusterNode;
  const ranges = await asked.client.cluster('SLOTS');
  const [, , [, port] = []] = ranges.find(([first, last]) => first <= slot && slot <= last) ?? [];
  return nodes.find(({ server }) => server.port === port) as ClusterNode;
};
