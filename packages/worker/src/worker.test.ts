import { once } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { taskContext } from '@graflow/taskspec';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { type TaskEvent, Worker, type WorkerOptions } from './index.ts';

const setup = (options: Omit<WorkerOptions, 'queue'> = {}) => {
  const queue = new InMemoryTaskQueue();
  const worker = new Worker({ queue, ...options });
  onTestFinished(async () => {
    await worker.stop({ deadlineMs: 0 });
    await queue.close();
  });
  return { queue, worker };
};

test('runs a task and hands its typed value to the handle', async () => {
  const { queue, worker } = setup();
  await worker.start();
  const handle = await queue.enqueue(async (left: number, right: number) => left + right, [1, 2]);
  const sum = await handle.result();
  expectTypeOf(sum).toEqualTypeOf<number>();
  expect(sum).toBe(3);
});

test('runs as many tasks at the same time as concurrency says, and no more', async () => {
  const { queue, worker } = setup({ concurrency: 3 });
  const gates: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((open) => gates.push(open));
    running -= 1;
  };
  const handles = [];
  for (let count = 0; count < 7; count += 1) handles.push(await queue.enqueue(task));
  await worker.start();
  for (let done = 0; done < 7; done += 1) {
    await expect.poll(() => gates.length).toBeGreaterThan(0);
    gates.shift()?.();
    await Promise.race(handles.map((handle) => handle.result()));
  }
  await Promise.all(handles.map((handle) => handle.result()));
  expect(most).toBe(3);
});

test('tells what becomes of a task, in order', async () => {
  const { queue, worker } = setup();
  const told: [string, TaskEvent][] = [];
  for (const name of ['task-claimed', 'task-failed', 'task-retried', 'task-succeeded'] as const)
    worker.on(name, (event: TaskEvent) => told.push([name, event]));
  await worker.start();
  let runs = 0;
  function flaky() {
    if (runs++ === 0) throw new Error('not yet');
  }
  const handle = await queue.enqueue(flaky, [], { retry: { minDelayMs: 0 } });
  await handle.result();
  expect(told.map(([name, { attempt }]) => `${name} ${attempt}`)).toEqual([
    'task-claimed 1',
    'task-failed 1',
    'task-retried 1',
    'task-claimed 2',
    'task-succeeded 2',
  ]);
  expect(told[0]?.[1]).toMatchObject({ taskId: handle.taskId, name: 'flaky', queue: 'default' });
});

test('buries a task after its last attempt, and the handle hears of it', async () => {
  const { queue, worker } = setup();
  await worker.start();
  const task = () => {
    throw Object.assign(new TypeError('no such image'), { code: 'NO_IMAGE' });
  };
  const buried = once(worker, 'task-buried');
  const handle = await queue.enqueue(task, [], { retry: { maxAttempts: 2, minDelayMs: 0 } });
  await expect(handle.result()).rejects.toMatchObject({
    code: 'GRAFLOW_TASK_FAILED',
    attempt: 2,
    failure: { name: 'TypeError', message: 'no such image', code: 'NO_IMAGE' },
  });
  const [event] = await buried;
  expect(event.reason.failure.message).toBe('no such image');
});

test('buries at once a task whose result cannot travel', async () => {
  const { queue, worker } = setup();
  await worker.start();
  let runs = 0;
  const handle = await queue.enqueue(() => {
    runs += 1;
    return { callback: () => 1 };
  });
  await expect(handle.result()).rejects.toMatchObject({ failure: { code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' } });
  expect(runs).toBe(1);
});

test('tells that a lost lease supersedes a run', async () => {
  const queue = new InMemoryTaskQueue({ leaseMs: 20, renewLeases: false, maxLostLeases: 1 });
  const worker = new Worker({ queue });
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));
  await worker.start();
  const superseded = once(worker, 'task-superseded');
  const handle = await queue.enqueue(async () => void (await once(taskContext().signal, 'abort')));
  expect(await superseded).toMatchObject([{ taskId: handle.taskId, attempt: 1 }]);
});

test('goes on after a listener that throws, and tells the logger', async () => {
  const lines: string[] = [];
  const ignore = () => {};
  const logger = { debug: ignore, info: ignore, warn: ignore, error: (line: string) => lines.push(line) };
  const { queue, worker } = setup({ logger, concurrency: 1 });
  worker.on('task-succeeded', () => {
    throw new Error('a bad listener');
  });
  await worker.start();
  for (const expected of [1, 2]) expect(await (await queue.enqueue(() => expected)).result()).toBe(expected);
  await expect.poll(() => lines).toEqual(Array(2).fill('A listener of "task-succeeded" threw.'));
});

test('runs what is waiting, follow-ups included, and resolves when nothing is', async () => {
  const { queue, worker } = setup({ concurrency: 2 });
  const handles = [];
  for (let count = 0; count < 20; count += 1) handles.push(await queue.enqueue(() => count));
  await worker.runUntilEmpty();
  expect(await Promise.all(handles.map((handle) => handle.result({ timeoutMs: 0 })))).toHaveLength(20);
});

test('refuses to run until empty when the queue cannot be asked', async () => {
  const { queue, worker } = setup();
  await queue.close();
  await expect(worker.runUntilEmpty()).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
});

test('starts once', async () => {
  const { worker } = setup();
  await worker.start();
  await expect(worker.start()).rejects.toMatchObject({ code: 'GRAFLOW_WORKER_STARTED' });
  await worker.stop();
  await expect(worker.start()).rejects.toMatchObject({ code: 'GRAFLOW_WORKER_STOPPED' });
});

test('stops when it is disposed of', async () => {
  const { queue } = setup();
  let seen: Worker;
  {
    await using worker = new Worker({ queue });
    await worker.start();
    seen = worker;
  }
  await expect(seen.start()).rejects.toMatchObject({ code: 'GRAFLOW_WORKER_STOPPED' });
});

test.each([
  [{ concurrency: 0 }, 'concurrency must be a whole number from 1 to 10000, got 0.'],
  [{ concurrency: 1.5 }, 'concurrency must be'],
  [{ graceMs: -1 }, 'graceMs must be whole milliseconds from 0, got -1.'],
  [{ isolation: 'container' as never }, 'isolation must be "none", "thread", "process", or'],
  [{ isolation: { kind: 'thread', tasksPerRunner: 0 } as const }, 'isolation.tasksPerRunner must be a whole number'],
])('refuses the options %o', (options, message) => {
  expect(() => setup(options)).toThrow(message);
});

test('refuses no queue, and both queue and queues', () => {
  const queue = new InMemoryTaskQueue();
  expect(() => new Worker({})).toThrow('queue must be a TaskQueue');
  expect(() => new Worker({ queue, queues: [queue] })).toThrow('queues must be left out when queue is given');
});

test('makes the tasks of schedules while it runs', async () => {
  const { queue, worker } = setup();
  const ran: string[] = [];
  await queue.schedules.set('tick', { everyMs: 50 }, () => void ran.push(taskContext().taskId));
  await worker.start();
  await expect.poll(() => ran.length).toBeGreaterThan(1);
  expect(new Set(ran).size).toBe(ran.length);
  await worker.stop();
});

test('leaves schedules to others where it is told to', async () => {
  const { queue, worker } = setup({ schedules: false });
  const ran: string[] = [];
  await queue.schedules.set('tick', { everyMs: 10 }, () => void ran.push(taskContext().taskId));
  const [state] = await queue.schedules.list();
  await worker.start();
  await expect.poll(() => Date.now()).toBeGreaterThan((state?.nextAt ?? 0) + 50);
  expect(ran).toEqual([]);
  await queue.schedules.tick();
  await expect.poll(() => ran).toHaveLength(1);
});
