import { fileURLToPath } from 'node:url';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { TaskSpec, type TaskSpecInit } from '@graflow/taskspec';
import { type IsolationOptions, Worker, type WorkerOptions } from '@graflow/worker';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

const modules = fileURLToPath(new URL('fixtures/isolated-tasks.mjs', import.meta.url));
vi.setConfig({ testTimeout: 60_000 });

/** A queue and a worker whose runners know the tasks of the fixture. */
export const setup = async (isolation: IsolationOptions, options: Partial<WorkerOptions> = {}) => {
  const queue = new InMemoryTaskQueue({ name: 'isolated' });
  const worker = new Worker({ queue, isolation, resolverModules: [modules], concurrency: 2, ...options });
  onTestFinished(() => queue.close());
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));
  await worker.start();
  const run = async (name: string, args: readonly unknown[] = [], spec: Partial<TaskSpecInit> = {}) => {
    const handle = await queue.enqueue(new TaskSpec({ name, args, retry: { maxAttempts: 1 }, ...spec }));
    return handle.result({ timeoutMs: 50_000 });
  };
  const failureOf = async (...call: Parameters<typeof run>) => run(...call).catch((error: unknown) => error);
  return { queue, worker, run, failureOf };
};

/** What holds for both kinds of isolation; each has a file of its own, so that they run at the same time. */
export const describeIsolation = (kind: 'thread' | 'process'): void =>
  void describe(`in a ${kind}`, () => {
    test('a task runs elsewhere, and its value comes back as the payload codec carries it', async () => {
      const { run } = await setup({ kind });
      const value = { at: new Date(0), big: 1n, map: new Map([['a', new Set([1])]]), bytes: new Uint8Array([1, 2]) };

      expect(await run('echo', [value])).toEqual(value);
      const { pid, isMainThread } = (await run('where')) as { pid: number; isMainThread: boolean };
      expect({ isHere: pid === process.pid, isMainThread }).toEqual(
        kind === 'thread' ? { isHere: true, isMainThread: false } : { isHere: false, isMainThread: true },
      );
    });

    test('what a task throws comes back with its code and its cause', async () => {
      const { failureOf } = await setup({ kind });

      expect(await failureOf('fail')).toMatchObject({
        code: 'GRAFLOW_TASK_FAILED',
        failure: { name: 'TypeError', message: 'as asked', code: 'MY_CODE', cause: { message: 'below' } },
      });
    });

    test('a result that cannot travel fails for good', async () => {
      const { failureOf } = await setup({ kind });

      expect(await failureOf('unfit', [], { retry: { maxAttempts: 5 } })).toMatchObject({
        code: 'GRAFLOW_TASK_FAILED',
        attempt: 1,
        failure: { code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' },
      });
    });

    test('a task has its context: id, attempt, log, progress and follow-ups', async () => {
      const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
      const { queue, worker, run } = await setup({ kind }, { logger });
      const progress = vi.fn();
      worker.on('task-progress', progress);

      expect(await run('context', [], { taskId: 'one' })).toEqual({
        taskId: 'one',
        attempt: 1,
        idempotencyKey: 'isolated:one',
      });
      expect(await queue.handle('one-next').result()).toBe('followed');
      expect(logger.info).toHaveBeenCalledWith('from the runner', { attempt: 1, taskId: 'one', task: 'context' });
      expect(progress).toHaveBeenCalledWith(expect.objectContaining({ taskId: 'one', value: { done: 1n } }));
    });

    test('a task that tells and tells how far it is sends the newest, for everybody to read', async () => {
      const { queue, worker } = await setup({ kind });
      const told = vi.fn();
      worker.on('task-progress', told);
      const handle = await queue.enqueue(new TaskSpec({ name: 'tellOften', args: [20_000] }));

      const isThere = async (): Promise<void> => expect(await handle.progress()).toEqual({ done: 20_000 });
      await vi.waitFor(isThere, { timeout: 50_000 });
      expect(told.mock.calls.length).toBeLessThan(10);
    });

    test('a task that logs without a pause has its first lines logged, and how many are missing', async () => {
      const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
      const { run } = await setup({ kind }, { logger });

      expect(await run('logOften', [50_000], { taskId: 'noisy' })).toBe(50_000);
      expect(logger.info).toHaveBeenCalledTimes(1_000);
      expect(logger.warn).toHaveBeenCalledExactlyOnceWith(
        '49000 log lines were left out: the task logged 50000 without a pause.',
        { taskId: 'noisy', task: 'logOften', attempt: 1 },
      );
    });

    test('a task writes to states of its queue, once however often it runs, and watches them', async () => {
      const { queue, run, failureOf } = await setup({ kind });
      const watching = run('watchUntil', [2]);

      expect(await run('share', [], { retry: { maxAttempts: 2, minDelayMs: 0 } })).toEqual([2, 1, undefined, true, 2]);
      expect(await queue.state('run').get('total')).toBe(2);
      expect(await queue.state('run').get('list')).toEqual([new Date(0)]);
      expect(await watching).toBe(2);
      expect(await failureOf('shareWrong')).toMatchObject({ failure: { code: 'GRAFLOW_STATE_KIND' } });
    });

    test('a task waits for signals, and gets the same one when it runs again', async () => {
      const { queue, run, failureOf } = await setup({ kind });
      const waiting = run('waitToGo', [], { retry: { maxAttempts: 2, minDelayMs: 0 } });
      expect(await queue.waitForSignal('run', 'ready')).toBe(1);
      await queue.signal('run', 'go', new Date(7));

      expect(await waiting).toEqual(new Date(7));
      expect(await failureOf('waitInVain')).toMatchObject({ failure: { code: 'GRAFLOW_SIGNAL_TIMEOUT' } });
    });

    test('a task enqueues more follow-ups than one step may have', async () => {
      const { queue, run } = await setup({ kind });

      expect(await run('fanOut', [1_200], { taskId: 'many' })).toBe(1_200);
      expect(await queue.handle('many.1.1199').result()).toBe(1_199);
      expect(await queue.handle('many.1.share-1').result()).toBeUndefined();
    });

    test('a published task needs no module either', async () => {
      const { queue, run } = await setup({ kind }, { resolverModules: [] });
      const factor = 7;
      await queue.publish('scale', (value: number) => value * factor);

      expect(await run('scale', [6])).toBe(42);
    });

    test('a task by value needs no module', async () => {
      const { queue } = await setup({ kind }, { resolverModules: [], concurrency: 1 });
      const times = (factor: number) => (value: number) => value * factor;
      const handles = await Promise.all(
        [7, 8, 9].map((factor) => queue.enqueue(times(factor), [6], { strategy: 'pickle' })),
      );

      const results = handles.map((handle) => handle.result({ timeoutMs: 50_000 }));
      expect(await Promise.all(results)).toEqual([42, 48, 54]); // one text of code, which travels once
    });

    test('a task that is over its time hears of it, and fails though it ends then', async () => {
      const { failureOf } = await setup({ kind }, { graceMs: 10_000 });

      expect(await failureOf('untilAborted', [], { timeoutMs: 100 })).toMatchObject({ code: 'GRAFLOW_TASK_TIMEOUT' });
    });

    test('a task that loops is killed after its time and the grace, and the next one runs', async () => {
      const { run, failureOf } = await setup({ kind }, { graceMs: 100, concurrency: 1 });
      await run('add', [1, 2]);
      const startedAt = performance.now();

      expect(await failureOf('loop', [], { timeoutMs: 200 })).toMatchObject({ code: 'GRAFLOW_TASK_TIMEOUT' });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      expect(await run('add', [1, 2])).toBe(3);
    });

    test('the timeout that only the function of the task knows counts too', async () => {
      const { failureOf } = await setup({ kind }, { graceMs: 100 });

      expect(await failureOf('quick')).toMatchObject({
        code: 'GRAFLOW_TASK_TIMEOUT',
        attempt: 1,
      });
    });

    test.each(['rejectAside', 'throwAside'])(
      '%s: an error outside of its promise is a failure of that task',
      async (name) => {
        const { run, failureOf } = await setup({ kind });
        const other = run('sleepFor', [300]);

        expect(await failureOf(name)).toMatchObject({ code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error' } });
        expect(await other).toBe('slept');
        expect(await run('add', [1, 2])).toBe(3);
      },
    );

    test('an error that an ended task left behind harms no other', async () => {
      const error = vi.fn();
      const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error };
      const { run } = await setup({ kind }, { concurrency: 1, logger });

      expect(await run('leaveRejection')).toBe('ended before');
      expect(await run('sleepFor', [200])).toBe('slept');
      expect(error).toHaveBeenCalledWith(expect.stringContaining('left behind'), {});
    });

    test('a task that brings its runner down is poison when it did so three times; others go on', async () => {
      const { worker, run, failureOf } = await setup({ kind });
      const released = vi.fn();
      worker.on('task-released', released);
      const other = run('sleepFor', [1_000]);

      expect(await failureOf('exit', [3])).toMatchObject({
        code: 'GRAFLOW_TASK_POISON',
        attempt: 3,
        failure: { code: 'GRAFLOW_RUNNER_CRASHED', message: expect.stringContaining('process.exit(3)') as string },
      });
      expect(released).toHaveBeenCalledWith(expect.objectContaining({ cause: 'crashed' }));
      expect(await other).toBe('slept');
      expect(await run('add', [1, 2])).toBe(3);
    });

    test('a task that eats all memory ends alone', async () => {
      const { run, failureOf } = await setup({ kind, memoryLimitMb: 60 });

      expect(await failureOf('eatMemory')).toMatchObject({
        code: 'GRAFLOW_TASK_POISON',
        failure: { code: 'GRAFLOW_RUNNER_CRASHED' },
      });
      expect(await run('add', [1, 2])).toBe(3);
    });

    test('those that share a runner with one that is killed run again, and nothing is counted against them', async () => {
      const { worker, run, failureOf } = await setup({ kind, tasksPerRunner: 2 }, { graceMs: 100 });
      const released = vi.fn();
      worker.on('task-released', released);
      await run('add', [1, 2]);
      const innocent = run('sleepFor', [1_500], { taskId: 'innocent' });

      expect(await failureOf('neverEnd', [], { timeoutMs: 300 })).toMatchObject({ code: 'GRAFLOW_TASK_TIMEOUT' });
      expect(await innocent).toBe('slept');
      expect(released).toHaveBeenCalledWith(expect.objectContaining({ taskId: 'innocent', cause: 'runner-lost' }));
    });

    test('a stop ends by its deadline, gives the hung task back, and leaves no runner', async () => {
      const { queue, worker, run } = await setup({ kind }, { graceMs: 100 });
      const { taskId } = await queue.enqueue(new TaskSpec({ name: 'loop' }));
      await run('add', [1, 2]);
      const startedAt = performance.now();
      const report = await worker.stop({ deadlineMs: 100 });

      expect(report).toEqual({ released: [taskId], unsettled: [] });
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    });

    test('modules that cannot be loaded are refused at the start, by the code of their error', async () => {
      const queue = new InMemoryTaskQueue();
      onTestFinished(() => queue.close());
      const worker = new Worker({ queue, isolation: kind, resolverModules: ['./nowhere'] });

      await expect(worker.start()).rejects.toMatchObject({ code: 'GRAFLOW_MODULE_NOT_FOUND' });
    });
  });
