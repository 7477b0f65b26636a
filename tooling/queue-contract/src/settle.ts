import type { DeadReason, TaskQueue } from '@graflow/taskspec';
import { TaskFailedError, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty } from './claimed.ts';
import type { Setup } from './harness.ts';
import { noop } from './tasks.ts';

const reason: DeadReason = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'RangeError', message: 'too far' } };

const settles: readonly [string, (queue: TaskQueue, spec: TaskSpec) => Promise<void>][] = [
  ['ack', (queue, spec) => queue.ack(spec, 'late')],
  ['retry', (queue, spec) => queue.retry(spec, { failure: reason.failure })],
  ['bury', (queue, spec) => queue.bury(spec, reason)],
  ['release', (queue, spec) => queue.release(spec)],
];

/** Ending a claim. */
export function describeSettle(setup: Setup): void {
  describe('settling', () => {
    test('ack ends the task with its value', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      await queue.ack(spec, { answer: 42 });
      expect(spec.status).toBe('settled');
      expect(spec.claim?.signal.aborted).toBe(false);
      expect(await handle.result()).toEqual({ answer: 42 });
      await expectEmpty(queue);
    });

    test('bury ends the task with its reason', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      await queue.bury(await claimNext(queue), reason);
      const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({ ...reason, taskId: handle.taskId, attempt: 1 });
      expect((error as Error).message).toContain('RangeError: too far');
      await expectEmpty(queue);
    });

    test.each(settles)('%s is refused for a claim that is settled already', async (_, settle) => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      await queue.ack(spec, 'first');
      await expect(settle(queue, spec)).rejects.toMatchObject({
        code: 'GRAFLOW_LEASE_LOST',
        details: { taskId: handle.taskId, attempt: 1 },
      });
      expect(await handle.result()).toBe('first');
      await expectEmpty(queue);
    });

    test.each(settles)('%s is refused for a spec that was never claimed', async (_, settle) => {
      const { queue } = await setup();
      const spec = new TaskSpec({ executable: noop });
      await queue.enqueue(spec);
      await expect(settle(queue, spec)).rejects.toMatchObject({ code: 'GRAFLOW_SPEC_NOT_CLAIMED' });
      await claimNext(queue);
    });

    test('an old claim settles nothing once the task is claimed anew', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const old = await claimNext(queue);
      await queue.release(old);
      const fresh = await claimNext(queue);
      for (const [, settle] of settles) {
        await expect(settle(queue, old)).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
      }
      await queue.ack(fresh, 'fresh');
      expect(await handle.result()).toBe('fresh');
    });

    test('the first of several at once wins, and no other', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const ends = await Promise.allSettled([1, 2, 3].map((value) => queue.ack(spec, value)));
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await handle.result()).toBe(ends.findIndex(({ status }) => status === 'fulfilled') + 1);
    });
  });
}
