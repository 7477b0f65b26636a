import { once } from 'node:events';
import { startRedis } from '@graflow-tooling/redis-server';
import { stressLifecycle } from '@graflow-tooling/stress';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { expect, onTestFinished, test } from 'vitest';

const registry = new TaskResolverRegistry();
registry.register(
  'default',
  new TaskResolver().registerTask('one', () => 1),
);

/** A worker that works on a few tasks while it is started and stopped. */
const busyWorker = async (queue: TaskQueue) => {
  for (let count = 0; count < 3; count += 1) await queue.enqueue(new TaskSpec({ name: 'one' }));
  const worker = new Worker({ queue, concurrency: 2 });
  return {
    start: () => worker.start(),
    stop: async () => {
      await worker.stop();
      await queue.close();
    },
  };
};

test('starts and stops in any order over memory', () =>
  stressLifecycle({ create: () => busyWorker(new InMemoryTaskQueue({ registry })) }));

test('starts and stops in any order over Redis', { timeout: 60_000 }, async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  let round = 0;
  const create = () =>
    busyWorker(new RedisTaskQueue({ url: redis.url, registry, prefix: `stress-${process.pid}-${round++}` }));
  await stressLifecycle({ create, rounds: 5 });
});

test(
  'stops by its deadline when Redis hangs, and reports the task that it could not give back',
  { timeout: 30_000 },
  async () => {
    const redis = await startRedis({ own: true });
    onTestFinished(() => redis.stop());
    const hanging = new TaskResolverRegistry();
    hanging.register(
      'default',
      new TaskResolver().registerTask('hang', () => new Promise(() => {})),
    );
    const queue = new RedisTaskQueue({ url: redis.url, registry: hanging });
    const worker = new Worker({ queue, graceMs: 0 });
    await worker.start();
    const claimed = once(worker, 'task-claimed');
    const { taskId } = await queue.enqueue(new TaskSpec({ name: 'hang' }));
    await claimed;
    redis.freeze();
    expect(await worker.stop({ deadlineMs: 0 })).toEqual({ released: [], unsettled: [taskId] });
    await queue.close({ deadlineMs: 100 });
  },
);
