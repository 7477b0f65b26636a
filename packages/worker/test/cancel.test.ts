import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@graflow-tooling/redis-server';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { taskContext, type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { type TaskEvent, Worker, type WorkerOptions } from '@graflow/worker';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });
const modules = fileURLToPath(new URL('fixtures/isolated-tasks.mjs', import.meta.url));

const openers: Readonly<Record<string, () => Promise<TaskQueue>>> = {
  memory: async () => new InMemoryTaskQueue(),
  redis: async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    return new RedisTaskQueue({ url: server.url, prefix: randomUUID() });
  },
};

const setup = async (over: string, options: Partial<WorkerOptions> = {}) => {
  const queue = await (openers[over] as () => Promise<TaskQueue>)();
  onTestFinished(() => queue.close());
  const worker = new Worker({ queue, resolverModules: [modules], concurrency: 1, ...options });
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));
  await worker.start();
  const claimed = once(worker, 'task-claimed');
  const cancelled = once(worker, 'task-cancelled') as Promise<[TaskEvent]>;
  return { queue, worker, claimed, cancelled };
};

describe.each(['memory', 'redis'])('a task that runs over %s and is cancelled', (over) => {
  test('hears of it by its signal; what it returns is dropped, and the worker tells', async () => {
    const { queue, claimed, cancelled } = await setup(over);
    const handle = await queue.enqueue(new TaskSpec({ name: 'untilAborted' }));
    await claimed;
    expect(await handle.cancel()).toBe('cancelled');
    const [event] = await cancelled;
    expect(event).toMatchObject({ taskId: handle.taskId, attempt: 1 });
    await expect(handle.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_CANCELLED' });
  });

  test('leaves its slot to the next one', async () => {
    const { queue, claimed } = await setup(over);
    const handle = await queue.enqueue(new TaskSpec({ name: 'untilAborted' }));
    const next = await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }));
    await claimed;
    await handle.cancel();
    expect(await next.result()).toBe(3);
  });

  test('is killed with its runner where it does not listen', async () => {
    const { queue, claimed, cancelled } = await setup(over, { isolation: 'thread', graceMs: 50 });
    const handle = await queue.enqueue(new TaskSpec({ name: 'loop' }));
    await claimed;
    await handle.cancel();
    expect((await cancelled)[0].taskId).toBe(handle.taskId);
    expect(await (await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }))).result()).toBe(3);
  });
});

test('a task that cancels itself ends as cancelled, whatever it returns', async () => {
  const { queue } = await setup('memory');
  const cancelsItself = async () => {
    await queue.handle(taskContext().taskId).cancel();
    return 'a value';
  };
  const handle = await queue.enqueue(cancelsItself);
  await expect(handle.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_CANCELLED', attempt: 1 });
});
