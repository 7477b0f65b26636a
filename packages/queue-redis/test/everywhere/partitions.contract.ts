import { describeTaskQueue } from '@graflow-tooling/queue-contract';
import { type RedisServer, startRedis } from '@graflow-tooling/redis-server';
import { afterAll } from 'vitest';
import { openOn } from '../open-on.ts';

const server: RedisServer = await startRedis();
afterAll(() => server.stop());

describeTaskQueue('redis, in three partitions', openOn({ url: server.url, partitions: 3 }), {
  separateWorkers: true,
  isOneWhole: false,
});
