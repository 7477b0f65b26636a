import { resultOf, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo, inOrder, noop } from './tasks.ts';

const failure = { name: 'RangeError', message: 'too far' };
const failed = { code: 'GRAFLOW_TASK_FAILED', failure } as const;
const upstreamFailed = { code: 'GRAFLOW_UPSTREAM_FAILED' };

/** What becomes of tasks that wait for one that ends without a value. */
export function describeUpstreamEnded(setup: Setup): void {
  describe('a task that ended without a value', () => {
    test('ends those after it, and those after them, with a reason of their own', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const next = await queue.enqueue(noop, [], { after: [taskId] });
      const last = await queue.enqueue(noop, [], { after: [next.taskId, 'never'] });
      await queue.bury(await claimNext(queue), failed);
      await expect(next.result()).rejects.toMatchObject(upstreamFailed);
      await expect(last.result()).rejects.toMatchObject(upstreamFailed);
      await expectEmpty(queue);
    });

    test('ends a task that is enqueued after it had ended', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      await queue.bury(await claimNext(queue), failed);
      const next = await queue.enqueue(echo, [resultOf(taskId)]);
      await expect(next.result()).rejects.toMatchObject(upstreamFailed);
      await expectEmpty(queue);
    });

    test('ends thousands of others', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const handles = await queue.enqueue(
        Array.from({ length: 2_500 }, () => new TaskSpec({ executable: noop, after: [taskId] })),
      );
      await queue.bury(await claimNext(queue), failed);
      await expectEmpty(queue);
      const ends = await Promise.allSettled(handles.map((handle) => handle.result()));
      expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    });

    test('by its lost leases ends those after it too', async () => {
      const { queue } = await setup({ leaseMs: 60, renewLeases: false, maxLostLeases: 1 });
      const { taskId } = await queue.enqueue(noop);
      const next = await queue.enqueue(noop, [], { after: [taskId] });
      await claimNext(queue);
      const waiting = queue.dequeue({ waitMs: 1_000 });
      await expect(next.result({ timeoutMs: 5_000 })).rejects.toMatchObject(upstreamFailed);
      expect(await waiting).toBeUndefined();
    });
  });

  describe('a dead letter that was to run after another one', () => {
    test('runs with its value when both are replayed, the other one first', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(add, [1, 2], inOrder());
      const next = await queue.enqueue(echo, [resultOf(taskId)], { after: ['later'], ...inOrder() });
      await queue.bury(await claimNext(queue), failed);
      await queue.deadLetters.replay([taskId]);
      await run(queue, await claimNext(queue));
      await queue.deadLetters.replay([next.taskId]);
      await run(queue, await claimNext(queue));
      expect(await next.result()).toBe(3);
      await queue.enqueue(noop, [], { taskId: 'later' });
      await queue.ack(await claimNext(queue));
      await expectEmpty(queue);
    });

    test('ends again where the value is still not there', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(add, [1, 2]);
      const next = await queue.enqueue(echo, [resultOf(taskId)]);
      await queue.bury(await claimNext(queue), failed);
      await queue.deadLetters.replay([next.taskId]);
      await expectEmpty(queue);
      await expect(next.result()).rejects.toMatchObject(upstreamFailed);
    });
  });

  describe('a task that is cancelled', () => {
    test('while it waits for others never runs, and ends those after it', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const next = await queue.enqueue(echo, [resultOf(taskId)]);
      const last = await queue.enqueue(noop, [], { after: [next.taskId] });
      expect(await next.cancel()).toBe('cancelled');
      await expect(last.result()).rejects.toMatchObject(upstreamFailed);
      await queue.ack(await claimNext(queue));
      await expectEmpty(queue);
    });

    test('while it is claimed ends those after it', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const next = await queue.enqueue(noop, [], { after: [handle.taskId] });
      await claimNext(queue);
      await handle.cancel();
      await expect(next.result()).rejects.toMatchObject(upstreamFailed);
      await expectEmpty(queue);
    });
  });
}
