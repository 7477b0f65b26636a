import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { type RedisServer, startRedis } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { openOn } from './open-on.ts';

const server: RedisServer = await startRedis();
afterAll(() => server.stop());

describeTaskQueue('redis', openOn({ url: server.url }), { separateWorkers: true });
