import type { TaskHandle } from '@graflow/taskspec';
import { TaskFailedError, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { add, echo, inOrder, noop } from './tasks.ts';

const cancelled = { code: 'GRAFLOW_TASK_CANCELLED' };
const errorOf = (handle: TaskHandle): Promise<unknown> => handle.result().catch((error: unknown) => error);

/** The value of a task, or the code of why it has none. */
const endOf = (handle: TaskHandle): Promise<unknown> =>
  handle.result().catch(({ code }: { readonly code: string }) => code);

/** Ending a task that nobody needs any more. */
export function describeCancel(setup: Setup): void {
  describe('cancel', () => {
    test('ends a waiting task: nobody claims it, and whoever waits hears why', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const waiting = errorOf(handle);
      expect(await handle.cancel({ reason: 'The order was withdrawn.' })).toBe('cancelled');
      const error = await waiting;
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({ ...cancelled, taskId: handle.taskId, attempt: 0 });
      expect((error as Error).message).toBe(`Task ${handle.taskId} was cancelled: The order was withdrawn.`);
      expect(await errorOf(handle)).toMatchObject(cancelled);
      await expectEmpty(queue);
    });

    test('ends a delayed task, also one that waits for its next attempt', async () => {
      const { queue } = await setup();
      const delayed = await queue.enqueue(noop, [], { delayMs: 20 });
      expect(await delayed.cancel()).toBe('cancelled');
      const failed = await queue.enqueue(noop);
      await queue.retry(await claimNext(queue), { delayMs: 20 });
      expect(await failed.cancel()).toBe('cancelled');
      await expectEmpty(queue);
      expect(await errorOf(delayed)).toMatchObject({ ...cancelled, attempt: 0 });
      expect(await errorOf(failed)).toMatchObject({ ...cancelled, attempt: 1 });
    });

    test('ends a running task at once; its signal fires with the reason', async () => {
      const { queue, another } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const { claim } = await claimNext(queue);
      const handle = (await another()).handle(taskId);
      expect(await handle.cancel({ reason: 'Enough.' })).toBe('cancelled');
      expect(await errorOf(handle)).toMatchObject({ ...cancelled, attempt: 1 });
      await vi.waitFor(() => expect(claim?.signal.aborted).toBe(true), { timeout: longMs });
      expect(claim?.signal.reason).toMatchObject({ ...cancelled, details: { taskId, reason: 'Enough.' } });
    });

    test('leaves nothing to settle for whoever ran the task', async () => {
      const { queue, another } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      await (await another()).handle(handle.taskId).cancel();
      await expect(queue.ack(spec, 'late')).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
      expect(await errorOf(handle)).toMatchObject(cancelled);
      await expectEmpty(queue);
    });

    test('changes nothing where the task has ended, well or not', async () => {
      const { queue } = await setup();
      const good = await queue.enqueue(add, [1, 2]);
      await run(queue, await claimNext(queue));
      expect(await good.cancel()).toBe('ended');
      expect(await good.result()).toBe(3);
      const bad = await queue.enqueue(noop);
      const failure = { name: 'Error', message: 'no' };
      await queue.bury(await claimNext(queue), { code: 'GRAFLOW_TASK_FAILED', failure });
      expect(await bad.cancel()).toBe('ended');
      expect(await errorOf(bad)).toMatchObject({ code: 'GRAFLOW_TASK_FAILED' });
    });

    test('gives the same answer again, and the first reason stays', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      expect(await handle.cancel({ reason: 'first' })).toBe('cancelled');
      expect(await handle.cancel({ reason: 'second' })).toBe('cancelled');
      expect(await errorOf(handle)).toMatchObject({ failure: { message: 'first' } });
    });

    test('and the end of the task at once: one of them wins, and everybody hears which', async () => {
      const { queue, another } = await setup();
      const other = await another();
      for (let round = 0; round < 20; round += 1) {
        const handle = await queue.enqueue(noop);
        const spec = await claimNext(queue);
        const [answer, ack] = await Promise.allSettled([other.handle(handle.taskId).cancel(), queue.ack(spec, 'done')]);
        const isAcked = ack.status === 'fulfilled';
        expect(answer).toMatchObject({ value: isAcked ? 'ended' : 'cancelled' });
        expect(await endOf(handle)).toBe(isAcked ? 'done' : cancelled.code);
      }
    });

    test('of a task that nobody knows says so, and keeps nobody from enqueueing it', async () => {
      const { queue } = await setup();
      expect(await queue.handle('order-17').cancel()).toBe('unknown');
      await queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      await run(queue, await claimNext(queue));
      expect(await queue.handle('order-17').result()).toBe(3);
    });

    test('holds for the same task sent again; once it is forgotten, the id is free', async () => {
      const { queue } = await setup();
      const options = { taskId: 'order-17', resultTtlMs: 1_500 };
      const handle = await queue.enqueue(add, [1, 2], options);
      await handle.cancel();
      await queue.enqueue(add, [1, 2], options);
      expect(await errorOf(handle)).toMatchObject(cancelled);
      const forgotten = async (): Promise<void> => expect(await handle.cancel()).toBe('unknown');
      await vi.waitFor(forgotten, { timeout: longMs });
      await queue.enqueue(add, [3, 4], options);
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(7);
      await expectEmpty(queue);
    });

    test('takes out one of many, and the others keep their order', async () => {
      const { queue } = await setup();
      const specs = [1, 2, 3, 4].map((value) => new TaskSpec({ executable: echo, args: [value], ...inOrder() }));
      const [first, , third] = await queue.enqueue(specs);
      await first?.cancel();
      await third?.cancel();
      expect((await claimMany(queue, 2)).map(({ args }) => args[0])).toEqual([2, 4]);
      await expectEmpty(queue);
    });

    test('of thousands keeps the next one waiting no longer', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      const handles = await queue.enqueue(Array.from({ length: 2_500 }, () => new TaskSpec({ executable: noop })));
      await Promise.all(handles.map((handle) => handle.cancel()));
      const { taskId } = await queue.enqueue(noop);
      expect((await claimNext(queue)).taskId).toBe(taskId);
      await expectEmpty(queue);
    });

    test('takes a text as its reason, and nothing else', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      for (const reason of [17 as never, 'x'.repeat(1_001)])
        await expect(handle.cancel({ reason })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      await claimNext(queue);
    });

    test('is refused by a queue that is closed', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      await queue.close();
      await expect(handle.cancel()).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
