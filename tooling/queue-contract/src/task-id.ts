import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo } from './tasks.ts';

/** Enqueueing with an id is idempotent. */
export function describeTaskId(setup: Setup): void {
  describe('a task id', () => {
    test('names the same task when the same content is sent again', async () => {
      const { queue, another } = await setup();
      const first = await queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      const second = await (await another()).enqueue(add, [1, 2], { taskId: 'order-17' });
      expect(second.taskId).toBe('order-17');
      await run(queue, await claimNext(queue));
      await expectEmpty(queue);
      expect(await Promise.all([first.result(), second.result()])).toEqual([3, 3]);
    });

    test('names the same task when the same spec is sent again', async () => {
      const { queue } = await setup();
      const spec = new TaskSpec({ executable: add, args: [1, 2] });
      await queue.enqueue([spec, spec]);
      await queue.enqueue(spec);
      expect((await claimNext(queue)).taskId).toBe(spec.taskId);
      await expectEmpty(queue);
    });

    test('names the same task while it runs and after it ended', async () => {
      const { queue } = await setup();
      const send = () => queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      await send();
      const claimed = await claimNext(queue);
      await send();
      await run(queue, claimed);
      expect(await (await send()).result()).toBe(3);
      await expectEmpty(queue);
    });

    test.each([
      { what: 'other arguments', send: [add, [1, 3]] as const },
      { what: 'another function', send: [echo, [1, 2]] as const },
    ])('is taken for $what', async ({ send: [fn, args] }) => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      const other = new TaskSpec({ executable: fn, args: args as never, taskId: 'order-17' });
      await expect(queue.enqueue(other)).rejects.toMatchObject({
        code: 'GRAFLOW_TASK_ID_TAKEN',
        details: { taskId: 'order-17' },
      });
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(3);
      await expectEmpty(queue);
    });

    test.each(['order-17', 'tenant-0042_invoice-17'])(
      '%s is taken for other content after the task ended, too',
      async (taskId) => {
        const { queue } = await setup();
        const handle = await queue.enqueue(add, [1, 2], { taskId });
        await run(queue, await claimNext(queue));
        await queue.enqueue(add, [1, 2], { taskId });
        const other = queue.enqueue(add, [5, 5], { taskId });
        await expect(other).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
        expect(await handle.result()).toBe(3);
      },
    );

    test('is taken by the first of two in one list', async () => {
      const { queue } = await setup();
      const first = new TaskSpec({ executable: add, args: [1, 2], taskId: 'order-17' });
      const second = new TaskSpec({ executable: add, args: [3, 4], taskId: 'order-17' });
      await expect(queue.enqueue([first, second])).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      await expectEmpty(queue);
    });

    test('that is taken keeps the rest of its list out', async () => {
      const { queue } = await setup();
      await queue.enqueue(add, [1, 2], { taskId: 'order-17' });
      const fresh = new TaskSpec({ executable: add, args: [5, 5], taskId: 'fresh~order-17' });
      const taken = new TaskSpec({ executable: add, args: [9, 9], taskId: 'order-17' });
      await expect(queue.enqueue([fresh, taken])).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      expect((await claimNext(queue)).taskId).toBe('order-17');
      await expectEmpty(queue);
    });
  });
}
