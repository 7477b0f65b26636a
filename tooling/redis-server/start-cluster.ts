import { type ClusterNode, holderOf, openClusterNode } from './cluster-node.ts';
import { formCluster } from './form-cluster.ts';
import { moveSlot } from './move-slot.ts';
import { accessTo } from './private-server.ts';
import type { RedisCluster, StartClusterOptions } from './redis-cluster.ts';

const masterCount = 3;

/**
 * Gives a test a real Redis Cluster on the loopback, which ends with this process however that ends.
 *
 * @example
 * ```ts
 * import { startCluster } from '@graflow-tooling/redis-server';
 *
 * const cluster = await startCluster({ tls: true });
 * onTestFinished(() => cluster.stop());
 * const queue = new RedisTaskQueue({ cluster: cluster.nodes, connection: cluster.access });
 * ```
 */
export const startCluster = async (options: StartClusterOptions = {}): Promise<RedisCluster> => {
  const { replicas = false, nodeTimeoutMs = 1_000, ...server } = options;
  const count = replicas ? 2 * masterCount : masterCount;
  const nodes = await Promise.all(Array.from({ length: count }, () => openClusterNode(server, nodeTimeoutMs)));
  const servers = nodes.map((node) => node.server);
  const stop = async () => {
    for (const { client } of nodes) client.disconnect();
    await Promise.all(servers.map((one) => one.stop()));
  };
  await formCluster(nodes, masterCount).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const slotOf = (key: string) => (nodes[0] as ClusterNode).client.cluster('KEYSLOT', key);
  return {
    servers,
    nodes: servers.map(({ connection: { host, port } }) => ({ host, port })),
    access: await accessTo(options),
    masterOf: async (key) => (await holderOf(nodes, await slotOf(key))).server,
    moveSlot: async (key) => {
      const slot = await slotOf(key);
      const masters = nodes.slice(0, masterCount);
      const from = await holderOf(nodes, slot);
      await moveSlot(slot, from, masters.find((node) => node !== from) as ClusterNode, masters);
    },
    stop,
  };
};
