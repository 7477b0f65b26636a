import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimNext, expectEmpty, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

const dedup = { key: 'rebuild-index' };
const reason = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } } as const;

/** Tasks that are one task by a key of their own. */
export function describeDedup(setup: Setup): void {
  describe('a deduplication key', () => {
    test('leads every later task to the one that waits, whatever it would have run', async () => {
      const { queue, another } = await setup();
      const first = await queue.enqueue(add, [1, 2], { dedup });
      const second = await (await another()).enqueue(echo, ['unheard'], { dedup, taskId: `order-17~${dedup.key}` });
      expect(second.taskId).toBe(first.taskId);
      await run(queue, await claimNext(queue));
      await expectEmpty(queue);
      expect(await Promise.all([first.result(), second.result()])).toEqual([3, 3]);
    });

    test('is nothing to tasks with another key or none', async () => {
      const { queue } = await setup();
      const first = await queue.enqueue(noop, [], { dedup });
      const other = await queue.enqueue(noop, [], { dedup: { key: 'rebuild' } });
      const none = await queue.enqueue(noop);
      expect(new Set([first.taskId, other.taskId, none.taskId]).size).toBe(3);
    });

    test('lets one of many producers through', async () => {
      const { queue, another } = await setup();
      const others = await Promise.all([another(), another(), another()]);
      const sent = [queue, ...others].flatMap((each) => [1, 2, 3, 4, 5].map(() => each.enqueue(noop, [], { dedup })));
      expect(new Set((await Promise.all(sent)).map(({ taskId }) => taskId)).size).toBe(1);
      await claimNext(queue);
      await expectEmpty(queue);
    });

    test('lets the first of a list through, and all others of the list', async () => {
      const { queue } = await setup();
      const [first, second] = [1, 2].map((value) => new TaskSpec({ executable: echo, args: [value], dedup }));
      const other = new TaskSpec({ executable: noop });
      const handles = await queue.enqueue([first as TaskSpec, second as TaskSpec, other]);
      expect(handles.map(({ taskId }) => taskId)).toEqual([first?.taskId, first?.taskId, other.taskId]);
      expect((await claimNext(queue)).args).toEqual([1]);
      expect((await claimNext(queue)).taskId).toBe(other.taskId);
      await expectEmpty(queue);
    });

    test('stays with its task while it runs, fails, is given back and waits for its time', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop, [], { dedup });
      const again = async () => (await queue.enqueue(noop, [], { dedup })).taskId;
      const spec = await claimNext(queue);
      expect(await again()).toBe(taskId);
      await queue.retry(spec);
      expect(await again()).toBe(taskId);
      await queue.release(await claimNext(queue), { delayMs: 60_000 });
      expect(await again()).toBe(taskId);
      await expectEmpty(queue);
    });

    test.each(['a value', 'no value'])('is free once its task has ended with %s', async (end) => {
      const { queue } = await setup();
      const first = await queue.enqueue(echo, [1], { dedup });
      const spec = await claimNext(queue);
      await (end === 'a value' ? queue.ack(spec, 1) : queue.bury(spec, reason));
      const second = await queue.enqueue(echo, [2], { dedup });
      expect(second.taskId).not.toBe(first.taskId);
      expect((await claimNext(queue)).args).toEqual([2]);
    });

    test('is free once its task has ended as poison', async () => {
      const { queue } = await setup({ maxLostLeases: 1 });
      const first = await queue.enqueue(noop, [], { dedup });
      await queue.release(await claimNext(queue), { crash: { name: 'Crash', message: 'gone' } });
      await expect(first.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_POISON' });
      expect((await queue.enqueue(noop, [], { dedup })).taskId).not.toBe(first.taskId);
    });

    test('is held again by a dead letter that is replayed, unless it leads to another task by now', async () => {
      const { queue, another } = await setup();
      const buried = async (): Promise<string> => {
        const { taskId } = await queue.enqueue(noop, [], { dedup });
        await queue.bury(await claimNext(queue), reason);
        return taskId;
      };
      const first = await buried();
      const second = await buried();
      await queue.deadLetters.replay(second);
      expect((await (await another()).enqueue(noop, [], { dedup })).taskId).toBe(second);
      await queue.deadLetters.replay(first);
      expect((await queue.enqueue(noop, [], { dedup })).taskId).toBe(second);
      await run(queue, await claimNext(queue));
      expect((await queue.enqueue(noop, [], { dedup })).taskId).not.toBe(second);
    });

    test('that is refused with a list of which one id is taken holds nothing', async () => {
      const { queue } = await setup();
      await queue.enqueue(add, [1, 2], { taskId: `order-17~${dedup.key}` });
      const taken = new TaskSpec({ executable: add, args: [9, 9], taskId: `order-17~${dedup.key}` });
      const held = new TaskSpec({ executable: noop, dedup });
      await expect(queue.enqueue([held, taken])).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      const { taskId } = await queue.enqueue(noop, [], { dedup });
      expect(taskId).not.toBe(held.taskId);
    });

    test('leaves out a follow-up whose task is known', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const { taskId } = await queue.enqueue(echo, ['known'], { dedup });
      const followUp = new TaskSpec({ executable: echo, args: ['left out'], dedup });
      await queue.ack(spec, undefined, { followUps: [followUp, new TaskSpec({ executable: noop })] });
      expect((await claimNext(queue)).taskId).toBe(taskId);
      expect((await claimNext(queue)).name).toBe('noop');
      await expectEmpty(queue);
    });

    test('goes from a task to its follow-up, because the task ends in that step', async () => {
      const { queue } = await setup();
      await queue.enqueue(echo, [1], { dedup });
      const next = new TaskSpec({ executable: echo, args: [2], dedup });
      await queue.ack(await claimNext(queue), 1, { followUps: [next] });
      expect((await queue.enqueue(echo, [3], { dedup })).taskId).toBe(next.taskId);
      expect((await claimNext(queue)).args).toEqual([2]);
      await expectEmpty(queue);
    });
  });

  describe('a deduplication key with a window', () => {
    test('leads to its task and its result although it has ended', async () => {
      const { queue } = await setup();
      const window = { ...dedup, windowMs: 60_000 };
      const first = await queue.enqueue(echo, ['once'], { dedup: window });
      await run(queue, await claimNext(queue));
      const second = await queue.enqueue(echo, ['twice'], { dedup: window });
      expect(second.taskId).toBe(first.taskId);
      expect(await second.result()).toBe('once');
      await expectEmpty(queue);
    });

    test('is free when the window is over, although its task still waits', async () => {
      const { queue } = await setup();
      const window = { ...dedup, windowMs: 100 };
      const first = await queue.enqueue(noop, [], { dedup: window });
      expect((await queue.enqueue(noop, [], { dedup: window })).taskId).toBe(first.taskId);
      const isFree = async () => (await queue.enqueue(noop, [], { dedup: window })).taskId !== first.taskId;
      await vi.waitFor(async () => expect(await isFree()).toBe(true), { timeout: longMs });
    });
  });
}
