import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo, inOrder, noop } from './tasks.ts';

/** Tasks that become waiting in the step that ends another. */
export function describeFollowUps(setup: Setup): void {
  describe('follow-ups', () => {
    test('become waiting with the ack, in their order', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const followUps = [1, 2, 3].map((value) => new TaskSpec({ executable: echo, args: [value], ...inOrder() }));
      await expectEmpty(queue);
      await queue.ack(spec, undefined, { followUps });
      const claimed = await claimMany(queue, 3);
      expect(claimed.map(({ args }) => args[0])).toEqual([1, 2, 3]);
      await expectEmpty(queue);
    });

    test('end like any other task', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const followUp = new TaskSpec({ executable: add, args: [20, 22] });
      await queue.ack(await claimNext(queue), undefined, { followUps: [followUp] });
      await run(queue, await claimNext(queue));
      expect(await queue.handle(followUp.taskId).result()).toBe(42);
    });

    test('wait for their delay', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const followUp = new TaskSpec({ executable: noop, delayMs: 200 });
      await queue.ack(await claimNext(queue), undefined, { followUps: [followUp] });
      await expectEmpty(queue);
      expect((await claimNext(queue)).taskId).toBe(followUp.taskId);
    });

    test('are not sent by an ack that is refused', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      await queue.ack(spec);
      const followUps = [new TaskSpec({ executable: noop })];
      await expect(queue.ack(spec, undefined, { followUps })).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
      await expectEmpty(queue);
    });

    test('that cannot travel refuse the whole step', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const followUps = [new TaskSpec({ executable: noop }), new TaskSpec({ executable: echo, args: [Symbol('x')] })];
      const refused = queue.ack(spec, 'refused', { followUps });
      await expect(refused).rejects.toMatchObject({ code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' });
      await expectEmpty(queue);
      await queue.ack(spec, 'without them');
      expect(await handle.result()).toBe('without them');
    });

    test('with an id that other content has taken refuse the whole step', async () => {
      const { queue } = await setup();
      await queue.enqueue(add, [1, 2], { taskId: 'order-17', priority: -1 });
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const fresh = new TaskSpec({ executable: noop });
      const taken = new TaskSpec({ executable: add, args: [3, 4], taskId: 'order-17' });
      const refused = queue.ack(spec, 'refused', { followUps: [fresh, taken] });
      await expect(refused).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      expect((await claimNext(queue)).taskId).toBe('order-17');
      await expectEmpty(queue);
      await queue.ack(spec, 'without them');
      expect(await handle.result()).toBe('without them');
    });

    test('are at most a thousand', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const followUps = Array.from({ length: 1_001 }, () => new TaskSpec({ executable: noop }));
      await expect(queue.ack(spec, undefined, { followUps })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      await queue.ack(spec, undefined, { followUps: followUps.slice(1) });
      await claimMany(queue, 1_000);
      await expectEmpty(queue);
    });
  });
}
