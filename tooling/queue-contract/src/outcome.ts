import type { TaskQueue } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimNext, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

/** Reading how a task ended: before, while, after, from elsewhere, too late. */
export function describeOutcome(setup: Setup): void {
  describe('result', () => {
    test('is told to whoever asked before the task was claimed', async () => {
      const { queue } = await setup();
      const result = (await queue.enqueue(add, [1, 2])).result();
      await run(queue, await claimNext(queue));
      expect(await result).toBe(3);
    });

    test('is told to whoever asked while the task ran', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2]);
      const spec = await claimNext(queue);
      const results = Promise.all([handle.result(), handle.result(), queue.handle(handle.taskId).result()]);
      await run(queue, spec);
      expect(await results).toEqual([3, 3, 3]);
    });

    test('is kept for whoever asks later, again and again', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2]);
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(3);
      expect(await handle.result()).toBe(3);
    });

    test('is read elsewhere by the id of the task', async () => {
      const { queue, another } = await setup();
      const { taskId } = await queue.enqueue(add, [1, 2]);
      const other = await another();
      const early = other.handle<number>(taskId).result();
      await run(queue, await claimNext(queue));
      expect(await early).toBe(3);
      expect(await other.handle<number>(taskId).result()).toBe(3);
    });

    test('may be asked for before the task is enqueued', async () => {
      const { queue } = await setup();
      const early = queue.handle<number>('order-17').result();
      const handle = await queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      await run(queue, await claimNext(queue));
      expect(await early).toBe(3);
      expect(await handle.result()).toBe(3);
    });

    test('is not waited for longer than told; the task goes on', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2]);
      await expect(handle.result({ timeoutMs: 20 })).rejects.toMatchObject({
        code: 'GRAFLOW_RESULT_TIMEOUT',
        details: { taskId: handle.taskId, timeoutMs: 20 },
      });
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(3);
    });

    test('is not waited for after its signal fired', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const stop = new AbortController();
      const result = handle.result({ signal: stop.signal });
      stop.abort(new Error('no more'));
      await expect(result).rejects.toThrow('no more');
      await expect(handle.result({ signal: stop.signal })).rejects.toThrow('no more');
    });

    test('is forgotten after its time, and the id is free again', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2], { taskId: 'order-17', resultTtlMs: 500 });
      const told = handle.result();
      await run(queue, await claimNext(queue));
      expect(await told).toBe(3);
      const again = () => queue.enqueue(add, [3, 4], { taskId: 'order-17' }); // until then the id is taken
      await vi.waitFor(again, { timeout: longMs });
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(7);
    });

    test('that is not kept is told to whoever waits when the task ends, and to nobody later', async () => {
      const { queue, another } = await setup();
      const other = await another();
      await listen(queue, other);
      const options = { resultTtlMs: 0 };
      const long = 'x'.repeat(1_000);
      for (let task = 0; task < 2; task += 1) {
        const handle = await queue.enqueue(echo, [long], options);
        const told = Promise.all([handle.result(), other.handle(handle.taskId).result()]);
        await run(queue, await claimNext(queue));
        expect(await told).toEqual([long, long]);
        const forgotten = () =>
          expect(handle.result({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'GRAFLOW_RESULT_TIMEOUT' });
        await vi.waitFor(forgotten, { timeout: longMs });
      }
    });

    test('that is not kept is told with its reason where the task is buried or cancelled', async () => {
      const { queue } = await setup();
      await listen(queue, queue);
      const failure = { name: 'TypeError', message: 'no' };
      const buried = await queue.enqueue(noop, [], { resultTtlMs: 0 });
      const whyBuried = expect(buried.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_FAILED', failure });
      await queue.bury(await claimNext(queue), { code: 'GRAFLOW_TASK_FAILED', failure });
      await whyBuried;
      const cancelled = await queue.enqueue(noop, [], { resultTtlMs: 0 });
      const whyCancelled = expect(cancelled.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_CANCELLED' });
      await cancelled.cancel();
      await whyCancelled;
    });

    test('of a buried task is kept as well', async () => {
      const { queue, another } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const failure = {
        name: 'TypeError',
        message: 'no',
        code: 'E_NO',
        stack: 'at x',
        cause: { name: 'Error', message: 'why' },
      };
      await queue.bury(await claimNext(queue), { code: 'GRAFLOW_TASK_FAILED', failure });
      const handle = (await another()).handle(taskId);
      await expect(handle.result()).rejects.toMatchObject({
        name: 'TaskFailedError',
        code: 'GRAFLOW_TASK_FAILED',
        failure,
      });
    });
  });
}

/** Lets two queue objects hear of an outcome, so that both are known to listen from then on. */
async function listen(queue: TaskQueue, other: TaskQueue): Promise<void> {
  const handle = await queue.enqueue(noop);
  const told = Promise.all([handle.result(), other.handle(handle.taskId).result()]);
  await run(queue, await claimNext(queue));
  await told;
}
