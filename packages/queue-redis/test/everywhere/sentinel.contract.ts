import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { startSentinel } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { openOn } from '../open-on.ts';

const group = await startSentinel({ tls: true, password: 'secret' });
afterAll(() => group.stop());

describeTaskQueue('Sentinels behind TLS', openOn({ connection: group.connection }), { separateWorkers: true });
