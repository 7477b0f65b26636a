import { once } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { taskContext } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';
import { Worker } from './worker.ts';

const setup = async () => {
  const queue = new InMemoryTaskQueue();
  const worker = new Worker({ queue, graceMs: 20 });
  onTestFinished(() => queue.close());
  await worker.start();
  /** Enqueues a task and resolves when it runs. */
  const run = async <R>(task: () => R) => {
    const claimed = once(worker, 'task-claimed');
    const handle = await queue.enqueue(task);
    await claimed;
    return handle;
  };
  return { queue, worker, run };
};

test('lets running tasks end, and settles them', async () => {
  const { worker, run } = await setup();
  let open = () => {};
  const handle = await run(() => new Promise<string>((resolve) => (open = () => resolve('done'))));
  const stopped = worker.stop();
  open();
  expect(await stopped).toEqual({ released: [], unsettled: [] });
  expect(await handle.result()).toBe('done');
});

test('claims nothing after the stop', async () => {
  const { queue, worker } = await setup();
  await worker.stop();
  const handle = await queue.enqueue(() => 1);
  expect(await queue.dequeue({ waitMs: 0 })).toMatchObject({ taskId: handle.taskId });
});

test('fires the signals of tasks that run at the deadline, and gives back those that end by it', async () => {
  const { queue, worker, run } = await setup();
  const released = once(worker, 'task-released');
  const handle = await run(async () => {
    const { signal } = taskContext();
    await once(signal, 'abort');
    throw signal.reason;
  });
  expect(await worker.stop({ deadlineMs: 0 })).toEqual({ released: [], unsettled: [] });
  expect(await released).toMatchObject([{ taskId: handle.taskId, cause: 'stopping' }]);
  expect(await queue.dequeue()).toMatchObject({ taskId: handle.taskId, attempt: 1 });
});

test('stores the value of a task that ends in the grace after the deadline', async () => {
  const { worker, run } = await setup();
  const handle = await run(async () => {
    await once(taskContext().signal, 'abort');
    return 'tidied up';
  });
  await worker.stop({ deadlineMs: 0 });
  expect(await handle.result()).toBe('tidied up');
});

test('gives back tasks that ignore their signal, and drops what they still return', async () => {
  const { queue, worker, run } = await setup();
  let open = () => {};
  const handle = await run(() => new Promise<void>((resolve) => (open = resolve)));
  expect(await worker.stop({ deadlineMs: 0 })).toEqual({ released: [handle.taskId], unsettled: [] });
  const again = await queue.dequeue();
  open();
  await queue.ack(again, 'by another worker');
  expect(await handle.result()).toBe('by another worker');
});

test('reports what it could not give back', async () => {
  const { queue, worker, run } = await setup();
  const handle = await run(() => new Promise(() => {}));
  await queue.close();
  expect(await worker.stop({ deadlineMs: 0 })).toEqual({ released: [], unsettled: [handle.taskId] });
});

test('is brought forward by a second stop, and not put off', async () => {
  const { worker, run } = await setup();
  const handle = await run(() => new Promise(() => {}));
  const first = worker.stop({ deadlineMs: 60_000 });
  const second = worker.stop({ deadlineMs: 0 });
  await worker.stop({ deadlineMs: 60_000 });
  expect(await first).toEqual({ released: [handle.taskId], unsettled: [] });
  expect(await second).toEqual(await first);
});

test('ends a wait for the queue to answer', async () => {
  const { queue, worker } = await setup();
  await queue.close();
  expect(await worker.stop()).toEqual({ released: [], unsettled: [] });
});

test('refuses a deadline that is no number of milliseconds', async () => {
  const { worker } = await setup();
  await expect(worker.stop({ deadlineMs: Number.NaN })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
  await worker.stop();
});
