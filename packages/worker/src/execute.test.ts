import { once } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { type AnyTask, taskContext, type TaskOptions, TaskSpec } from '@graflow/taskspec';
import { EventEmitter } from 'node:events';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Ending, execute } from './execute.ts';
import { resolveLimitMs } from './resolve-in-time.ts';
import { Reporter } from './reporter.ts';
import { TaskRun } from './task-run.ts';
import type { WorkerEvents } from './worker-events.ts';

const setup = async (executable: AnyTask, options: TaskOptions = {}) => {
  const queue = new InMemoryTaskQueue({ name: 'mail' });
  await queue.enqueue(new TaskSpec({ executable, ...options }));
  const log = vi.fn<(message: string, fields?: object) => void>();
  const events = new EventEmitter<WorkerEvents>();
  const reporter = new Reporter(events, { debug: log, info: log, warn: log, error: log });
  return { run: new TaskRun(await queue.dequeue(), queue, reporter), events, log };
};

const endingOf = (run: TaskRun) => new Promise<Ending>((resolve) => execute(run, resolve));

const executeTask = async (executable: AnyTask, options?: TaskOptions) =>
  endingOf((await setup(executable, options)).run);

test('gives the value that a task returns, at once or by a promise', async () => {
  expect(await executeTask(() => 1)).toMatchObject({ ended: 'value', value: 1 });
  expect(await executeTask(async () => 2)).toMatchObject({ ended: 'value', value: 2 });
  expect(await executeTask(() => {})).toMatchObject({ ended: 'value', value: undefined });
});

test('gives whatever a task throws as data', async () => {
  const error = new Error('no');
  expect(await executeTask(() => Promise.reject(error))).toEqual({ ended: 'thrown', thrown: error });
  expect(
    await executeTask(() => {
      // oxlint-disable-next-line typescript/only-throw-error -- a task may throw anything
      throw undefined;
    }),
  ).toEqual({ ended: 'thrown', thrown: undefined });
});

test('shows a task no `this`, with and without a deadline', async () => {
  function whoAmI(this: unknown) {
    return this === undefined;
  }
  expect(await executeTask(whoAmI)).toMatchObject({ value: true });
  expect(await executeTask(whoAmI, { timeoutMs: 5_000 })).toMatchObject({ value: true });
});

test('gives what kept a task from being resolved', async () => {
  const queue = new InMemoryTaskQueue({ serialize: true });
  await queue.enqueue(new TaskSpec({ name: 'mial' }));
  const run = new TaskRun(await queue.dequeue(), queue, new Reporter(new EventEmitter<WorkerEvents>(), console));
  const ending = await endingOf(run);
  expect(ending).toMatchObject({ ended: 'unresolved', error: { code: 'GRAFLOW_TASK_UNKNOWN' } });
});

test('gives up on a resolver that hangs, as one that cannot run the task', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const registry = new TaskResolverRegistry();
  const hanging = new TaskResolver();
  hanging.resolveTask = () => new Promise(() => {});
  registry.register('default', hanging);
  const queue = new InMemoryTaskQueue({ serialize: true });
  await queue.enqueue(new TaskSpec({ name: 'mail' }));
  const run = new TaskRun(await queue.dequeue(), queue, new Reporter(new EventEmitter<WorkerEvents>(), console));
  const ending = new Promise<Ending>((resolve) => execute(run, resolve, registry));
  await vi.advanceTimersByTimeAsync(resolveLimitMs);
  expect(await ending).toMatchObject({ ended: 'unresolved', error: { code: 'GRAFLOW_RESOLVE_TIMEOUT' } });
});

test('shows a task its context, which may be taken apart', async () => {
  const { run, events, log } = await setup(async () => {
    const { taskId, attempt, idempotencyKey, log: taskLog, progress } = taskContext();
    taskLog.info('half', { percent: 50 });
    progress({ percent: 50 });
    const seen: unknown = await queue.handle(taskId).progress();
    return { taskId, attempt, idempotencyKey, seen };
  });
  const { queue } = run;
  const progressed = once(events, 'task-progress');
  expect(await endingOf(run)).toMatchObject({
    value: { taskId: run.taskId, attempt: 1, idempotencyKey: `mail:${run.taskId}`, seen: { percent: 50 } },
  });
  expect((await progressed)[0]).toMatchObject({ taskId: run.taskId, value: { percent: 50 } });
  expect(log).toHaveBeenCalledWith('half', expect.objectContaining({ percent: 50, taskId: run.taskId, attempt: 1 }));
});

test('ends an attempt at its timeout and fires its signal, although the task goes on', async () => {
  let signal: AbortSignal | undefined;
  const ending = await executeTask(
    () => {
      ({ signal } = taskContext());
      return new Promise(() => {});
    },
    { timeoutMs: 10 },
  );
  expect(ending).toMatchObject({ ended: 'thrown', thrown: { code: 'GRAFLOW_TASK_TIMEOUT' } });
  expect(signal?.reason).toMatchObject({ message: expect.stringContaining('took longer than its timeoutMs of 10.') });
});

test('gives the value of a task that ends before its timeout, also of one that no timer can hold', async () => {
  expect(await executeTask(() => 1, { timeoutMs: 1_000 })).toMatchObject({ value: 1 });
  const slow = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve, 2)));
  expect(await executeTask(slow, { timeoutMs: 2 ** 40 })).toMatchObject({ value: 2 });
});

test('gives follow-ups with the value, in the order of their enqueueing', async () => {
  const first = () => {};
  const second = () => {};
  const ending = await executeTask(async () => {
    const { enqueue } = taskContext();
    await Promise.all([enqueue(first, [], { strategy: 'source' }), enqueue(second, [], { strategy: 'source' })]);
  });
  expect(ending).toMatchObject({ followUps: [{ name: 'first' }, { name: 'second' }] });
});

test('refuses a follow-up that cannot travel, where it is enqueued, and sends the others', async () => {
  const captured = { socket: 1 };
  const ending = await executeTask(async () => {
    const { enqueue } = taskContext();
    await expect(enqueue(() => captured, [], { strategy: 'source' })).rejects.toMatchObject({
      code: 'GRAFLOW_SOURCE_CAPTURES',
    });
    await enqueue(() => 1, [], { strategy: 'source' });
  });
  expect(ending).toMatchObject({ ended: 'value', followUps: [{}] });
});

test('refuses a follow-up whose arguments cannot travel, where it is enqueued', async () => {
  const ending = await executeTask(async () => {
    const child = (callback: unknown) => callback;
    await taskContext().enqueue(child, [() => 1], { strategy: 'source' });
  });
  expect(ending).toMatchObject({ ended: 'thrown', thrown: { code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' } });
});

test('refuses a follow-up after the task has ended', async () => {
  let enqueue: ReturnType<typeof taskContext>['enqueue'] | undefined;
  await executeTask(() => void ({ enqueue } = taskContext()));
  await expect(enqueue?.(() => 1)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ENDED' });
});

test('refuses the follow-up after the thousandth', async () => {
  const ending = await executeTask(async () => {
    const { enqueue } = taskContext();
    const child = () => 1;
    for (let count = 0; count <= 1_000; count += 1) await enqueue(child, [], { strategy: 'source' });
  });
  expect(ending).toMatchObject({ ended: 'thrown', thrown: { code: 'GRAFLOW_FOLLOW_UPS_TOO_MANY' } });
});
