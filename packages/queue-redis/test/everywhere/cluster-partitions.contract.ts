import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { startCluster } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { admit } from '../access-rules.ts';
import { openOn } from '../open-on.ts';

const cluster = await startCluster({ tls: true, password: 'secret' });
afterAll(() => cluster.stop());
for (const server of cluster.servers) await admit(server, '+cluster|slots', '+cluster|info', '+asking');

const connection = { ...cluster.access, username: 'worker', password: 'password' };
describeTaskQueue('partitions on a cluster', openOn({ cluster: cluster.nodes, connection, partitions: 3 }), {
  separateWorkers: true,
  isOneWhole: false,
});
