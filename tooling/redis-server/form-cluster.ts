import type { ClusterNode } from './cluster-node.ts';
import { until } from './until.ts';

const slots = 16_384;

/** Makes one cluster of servers: the first ones share the slots, the others become replicas of them, one each. */
export const formCluster = async (nodes: readonly ClusterNode[], masterCount: number): Promise<void> => {
  const masters = nodes.slice(0, masterCount);
  await Promise.all(
    masters.map(({ client }, index) => client.cluster('ADDSLOTSRANGE', ...shareOf(index, masterCount))),
  );
  await Promise.all(nodes.map((node) => meetOthers(node, nodes)));
  await allAgree(nodes);
  const replicas = nodes.slice(masterCount);
  for (const [index, { client }] of replicas.entries())
    await client.cluster('REPLICATE', await idOf(masters[index] as ClusterNode));
  await until(async () => {
    const roles = await Promise.all(replicas.map(({ client }) => client.info('replication')));
    return roles.every((role) => role.includes('master_link_status:up'));
  });
  await allAgree(nodes);
};

export const idOf = ({ client }: ClusterNode): Promise<string> => client.cluster('MYID');

const shareOf = (index: number, count: number): [first: number, last: number] => {
  const share = Math.ceil(slots / count);
  return [index * share, Math.min(slots, (index + 1) * share) - 1];
};

/** Each meets each: gossip alone takes seconds. */
const meetOthers = async (node: ClusterNode, nodes: readonly ClusterNode[]): Promise<void> => {
  const others = nodes.filter((other) => other !== node);
  await Promise.all(
    others.map(({ server, busPort }) => node.client.cluster('MEET', '127.0.0.1', server.port, busPort)),
  );
};

const allAgree = (nodes: readonly ClusterNode[]): Promise<void> =>
  until(async () => {
    const words = await Promise.all(nodes.map(({ client }) => client.cluster('INFO')));
    return words.every(
      (word) => word.includes('cluster_state:ok') && word.includes(`cluster_known_nodes:${nodes.length}`),
    );
  });
