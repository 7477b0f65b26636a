import type { ClusterNode } from './cluster-node.ts';
import { idOf } from './form-cluster.ts';

const keysPerStep = 100;

/** Moves a slot from one master to another, some keys at a time, while clients go on: the steps of `redis-cli --cluster reshard`. */
export const moveSlot = async (
  slot: number,
  from: ClusterNode,
  to: ClusterNode,
  masters: readonly ClusterNode[],
): Promise<void> => {
  const [fromId, toId] = await Promise.all([idOf(from), idOf(to)]);
  await to.client.cluster('SETSLOT', slot, 'IMPORTING', fromId);
  await from.client.cluster('SETSLOT', slot, 'MIGRATING', toId);
  for (;;) {
    const keys = await from.client.cluster('GETKEYSINSLOT', slot, keysPerStep);
    if (keys.length === 0) break;
    const { host, port, password } = to.server.connection;
    const auth = password === undefined ? [] : ['AUTH', password];
    await from.client.call('MIGRATE', [host, port, '', 0, 5_000, ...auth, 'KEYS', ...keys]);
  }
  for (const { client } of [to, from, ...masters]) await client.cluster('SETSLOT', slot, 'NODE', toId);
};
