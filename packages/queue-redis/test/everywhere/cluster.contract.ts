import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { startCluster } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { openOn } from '../open-on.ts';

const cluster = await startCluster({ tls: true, password: 'secret' });
afterAll(() => cluster.stop());

const place = { cluster: cluster.nodes, connection: cluster.access };
describeTaskQueue('a cluster behind TLS', openOn(place), { separateWorkers: true });
