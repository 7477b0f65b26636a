import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, inOrder, noop } from './tasks.ts';

const nothing = { waiting: 0, delayed: 0, heldBack: 0, running: 0, dead: 0, isPaused: false };
const failure = { name: 'Error', message: 'no' };

/** Keeping tasks from being claimed for a while, and counting them. */
export function describePause(setup: Setup): void {
  describe('a paused queue', () => {
    test('gives nobody a task, whoever asks, until it is resumed', async () => {
      const { queue, another } = await setup();
      const other = await another();
      const { taskId } = await queue.enqueue(noop);
      await queue.pause();
      await expectEmpty(queue);
      await expectEmpty(other);
      await other.resume();
      expect((await claimNext(queue)).taskId).toBe(taskId);
    });

    test('takes new tasks, and wakes those who wait for them when it is resumed', async () => {
      const { queue, another } = await setup();
      await queue.pause();
      const waiting = (await another()).dequeue();
      const { taskId } = await queue.enqueue(noop);
      await expectEmpty(queue);
      await queue.resume();
      expect((await waiting).taskId).toBe(taskId);
    });

    test('lets what runs end, and what failed wait', async () => {
      const { queue } = await setup();
      const good = await queue.enqueue(add, [1, 2], inOrder());
      const bad = await queue.enqueue(noop, [], inOrder());
      const [first, second] = [await claimNext(queue), await claimNext(queue)];
      await queue.pause();
      await run(queue, first);
      await queue.retry(second, { failure });
      expect(await good.result()).toBe(3);
      await expectEmpty(queue);
      await queue.resume();
      expect(await claimNext(queue)).toMatchObject({ taskId: bad.taskId, attempt: 2 });
    });

    test('gives no delayed task when its time has come', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop, [], { delayMs: 10 });
      await queue.pause();
      await expectEmpty(queue);
      await queue.resume();
      expect((await claimNext(queue)).taskId).toBe(taskId);
    });

    test('is healthy: nobody is asked to claim', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await queue.pause();
      await expectEmpty(queue);
      expect(await queue.health()).toMatchObject({ isConsuming: true, backlog: 1 });
    });

    test('may be paused and resumed twice', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      await queue.pause();
      await queue.pause();
      await queue.resume();
      await queue.resume();
      expect((await claimNext(queue)).taskId).toBe(taskId);
      await expectEmpty(queue);
    });
  });

  describe('stats', () => {
    test('count the tasks by where they are', async () => {
      const { queue, another } = await setup();
      expect(await queue.stats()).toEqual(nothing);
      const upstream = await queue.enqueue(noop, [], { delayMs: 60_000 });
      await queue.enqueue(noop, [], { after: [upstream.taskId] });
      for (let count = 0; count < 4; count += 1) await queue.enqueue(noop, [], { priority: count - 1 });
      await claimNext(queue);
      await queue.bury(await claimNext(queue), { code: 'GRAFLOW_TASK_FAILED', failure });
      await queue.pause();
      const there = { waiting: 2, delayed: 1, heldBack: 1, running: 1, dead: 1, isPaused: true };
      expect(await (await another()).stats()).toEqual(there);
    });

    test('are empty again when all have ended', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await run(queue, await claimNext(queue));
      expect(await queue.stats()).toEqual(nothing);
    });

    test('do not count what was cancelled', async () => {
      const { queue } = await setup();
      const handles = [
        await queue.enqueue(noop),
        await queue.enqueue(noop),
        await queue.enqueue(noop, [], { delayMs: 60_000 }),
      ];
      for (const handle of handles.slice(1)) await handle.cancel();
      expect(await queue.stats()).toEqual({ ...nothing, waiting: 1 });
      await claimNext(queue);
      await expectEmpty(queue);
      expect(await queue.stats()).toEqual({ ...nothing, running: 1 });
    });

    test('and the switch are refused by a queue that is closed', async () => {
      const { queue } = await setup();
      await queue.close();
      const closed = { code: 'GRAFLOW_QUEUE_CLOSED' };
      await expect(queue.stats()).rejects.toMatchObject(closed);
      await expect(queue.pause()).rejects.toMatchObject(closed);
      await expect(queue.resume()).rejects.toMatchObject(closed);
    });
  });
}
