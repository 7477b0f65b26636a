import type { DeadReason, TaskOptions, TaskQueue } from '@graflow/taskspec';
import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, inOrder, noop } from './tasks.ts';

const reason: DeadReason = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'RangeError', message: 'too far' } };
const failed = { code: 'GRAFLOW_TASK_FAILED' };

/** Enqueues a task and buries it; gives its id. */
async function buryOne(queue: TaskQueue, options: TaskOptions = {}): Promise<string> {
  const { taskId } = await queue.enqueue(new TaskSpec({ executable: add, args: [1, 2], ...options }));
  await queue.bury(await claimNext(queue), reason);
  return taskId;
}

/** What is kept of tasks that ended without a value. */
export function describeDeadLetters(setup: Setup): void {
  describe('dead letters', () => {
    test('are listed, the newest first, with what they were and why they ended', async () => {
      const { queue, another } = await setup();
      const before = Date.now();
      const first = await buryOne(queue);
      const second = await buryOne(queue);
      const letters = await (await another()).deadLetters.list();
      expect(letters.map(({ taskId }) => taskId).toSorted()).toEqual([first, second].toSorted());
      expect(letters[0]).toMatchObject({ name: 'add', reason, attempt: 1 });
      const times = letters.map(({ diedAt }) => diedAt);
      expect(times).toEqual(times.toSorted((left, right) => right - left));
      expect(times[1]).toBeGreaterThan(before - 60_000);
      expect(await queue.deadLetters.count()).toBe(2);
    });

    test('are tasks that nobody may run, too; not those that ended well or were cancelled', async () => {
      const { queue } = await setup({ maxLostLeases: 1 });
      const poison = await queue.enqueue(noop);
      await queue.release(await claimNext(queue), { crash: { name: 'Crash', message: 'out of memory' } });
      await (await queue.enqueue(noop)).cancel();
      await queue.enqueue(add, [1, 2]);
      await run(queue, await claimNext(queue));
      const code = 'GRAFLOW_TASK_POISON';
      expect(await queue.deadLetters.list()).toMatchObject([{ taskId: poison.taskId, reason: { code } }]);
    });

    test('come in pages', async () => {
      const { queue } = await setup();
      const ids = [await buryOne(queue), await buryOne(queue), await buryOne(queue)];
      const pages = await Promise.all([0, 2].map((offset) => queue.deadLetters.list({ limit: 2, offset })));
      expect(pages.map((page) => page.length)).toEqual([2, 1]);
      expect(
        pages
          .flat()
          .map(({ taskId }) => taskId)
          .toSorted(),
      ).toEqual(ids.toSorted());
    });

    test('are replayed as if they had just been enqueued: the first attempt, and a new outcome', async () => {
      const { queue, another } = await setup();
      const taskId = await buryOne(queue, { retry: { maxAttempts: 2 } });
      const handle = queue.handle(taskId);
      await expect(handle.result()).rejects.toMatchObject(failed);
      expect(await (await another()).deadLetters.replay(taskId)).toBe(1);
      const spec = await claimNext(queue);
      expect(spec).toMatchObject({ taskId, attempt: 1, args: [1, 2], claim: { attempt: 1, failures: 0 } });
      await run(queue, spec);
      expect(await handle.result()).toBe(3);
      expect(await queue.deadLetters.count()).toBe(0);
    });

    test('wake whoever waits for a task, when they are replayed', async () => {
      const { queue } = await setup();
      const taskId = await buryOne(queue);
      const waiting = queue.dequeue();
      await queue.deadLetters.replay(taskId);
      expect((await waiting).taskId).toBe(taskId);
    });

    test('are replayed many at a time, by their priority and at once', async () => {
      const { queue } = await setup();
      const low = await buryOne(queue, { priority: -1, delayMs: 20, ...inOrder() });
      const high = await buryOne(queue, { priority: 1, ...inOrder() });
      const { taskId: other } = await queue.enqueue(noop, [], { delayMs: 60_000 });
      expect(await queue.deadLetters.replay([low, high, low, other, 'order-17'])).toBe(2);
      expect((await claimMany(queue, 2)).map(({ taskId }) => taskId)).toEqual([high, low]);
      await expectEmpty(queue);
    });

    test('replayed twice run once', async () => {
      const { queue } = await setup();
      const taskId = await buryOne(queue);
      const counts = await Promise.all([queue.deadLetters.replay(taskId), queue.deadLetters.replay(taskId)]);
      expect(counts.toSorted((left, right) => left - right)).toEqual([0, 1]);
      await claimNext(queue);
      await expectEmpty(queue);
    });

    test('may die again', async () => {
      const { queue } = await setup();
      const taskId = await buryOne(queue);
      await queue.deadLetters.replay(taskId);
      await queue.bury(await claimNext(queue), reason);
      await expect(queue.handle(taskId).result()).rejects.toMatchObject(failed);
      expect(await queue.deadLetters.list()).toMatchObject([{ taskId, attempt: 1 }]);
    });

    test('are discarded: nobody runs them any more, and their outcomes stay', async () => {
      const { queue } = await setup();
      const [gone, kept] = [await buryOne(queue), await buryOne(queue)];
      expect(await queue.deadLetters.discard([gone, 'order-17'])).toBe(1);
      expect(await queue.deadLetters.discard(gone)).toBe(0);
      expect(await queue.deadLetters.replay(gone)).toBe(0);
      expect(await queue.deadLetters.list()).toMatchObject([{ taskId: kept }]);
      await expect(queue.handle(gone).result()).rejects.toMatchObject(failed);
      await expectEmpty(queue);
    });

    test('are asked for with a limit and ids that can be', async () => {
      const { deadLetters } = (await setup()).queue;
      const refused = { code: 'GRAFLOW_OPTION_INVALID' };
      for (const page of [{ limit: 0 }, { limit: 1_001 }, { offset: -1 }])
        await expect(deadLetters.list(page)).rejects.toMatchObject(refused);
      await expect(deadLetters.replay(17 as never)).rejects.toMatchObject(refused);
      await expect(deadLetters.discard(['no id'])).rejects.toMatchObject(refused);
      expect(await deadLetters.replay([])).toBe(0);
    });

    test('are refused by a queue that is closed', async () => {
      const { queue } = await setup();
      await queue.close();
      await expect(queue.deadLetters.list()).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
      await expect(queue.deadLetters.replay('order-17')).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
