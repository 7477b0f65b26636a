import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { startSentinel } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { admit } from '../access-rules.ts';
import { openOn } from '../open-on.ts';

const group = await startSentinel({ tls: true, password: 'secret' });
afterAll(() => group.stop());
for (const server of group.servers) await admit(server);

const connection = { ...group.connection, username: 'worker', password: 'password' };
describeTaskQueue('Sentinels', openOn({ connection }), { separateWorkers: true });
