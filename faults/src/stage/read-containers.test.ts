import { startRedis } from '@graflow-tooling/redis-server';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { readContainers } from './read-containers.ts';
import { tagOf } from './tag-of.ts';

test('sees each task in the one place where it is, and what has ended in none', async () => {
  const redis = await startRedis({ own: true });
  onTestFinished(() => redis.stop());
  await using queue = new RedisTaskQueue({ url: redis.url, prefix: 'faults' });
  const ids = ['ended', 'leased', 'dead', 'ready'];
  await queue.enqueue(ids.map((taskId) => new TaskSpec({ name: 'work', taskId })));
  await queue.enqueue(new TaskSpec({ name: 'work', taskId: 'delayed', delayMs: 60_000 }));
  const [ended, , dead] = await Promise.all([queue.dequeue(), queue.dequeue(), queue.dequeue()]);
  await queue.ack(ended);
  await queue.bury(dead, { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } });
  const look = new Redis(redis.url);
  onTestFinished(() => look.disconnect());
  const { records = [], ...places } = await readContainers(look, tagOf(0));
  expect(places).toEqual({ ready: ['ready'], delayed: ['delayed'], leased: ['leased'], dead: ['dead'], held: [] });
  expect(records.toSorted()).toEqual(['dead', 'delayed', 'leased', 'ready']);
});
