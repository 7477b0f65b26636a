import { resultOf } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

const failure = { name: 'RangeError', message: 'too far' };

/** Arguments that are values of other tasks. */
export function describeResultOf(setup: Setup): void {
  describe('resultOf', () => {
    test('fills an argument with the value of another task, at any depth and as often as it stands there', async () => {
      const { queue } = await setup();
      const left = await queue.enqueue(add, [1, 2]);
      const right = await queue.enqueue(echo, [new Map([['a', 1n]])]);
      const both = { sum: resultOf(left), list: [resultOf(right), resultOf(left)] };
      const handle = await queue.enqueue(echo, [both]);
      for (const spec of await claimMany(queue, 2)) await run(queue, spec);
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toEqual({ sum: 3, list: [new Map([['a', 1n]]), 3] });
    });

    test('is filled in each attempt, and nobody sees what another one did to it', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(echo, [{ count: 1 }]);
      await queue.enqueue(echo, [resultOf(taskId)], { retry: { maxAttempts: 2 } });
      await run(queue, await claimNext(queue));
      const first = await claimNext(queue);
      (first.args[0] as { count: number }).count = 2;
      await queue.retry(first, { failure });
      expect((await claimNext(queue)).args).toEqual([{ count: 1 }]);
    });

    test('is kept for the task that takes it, whatever resultTtlMs says', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(add, [1, 2], { resultTtlMs: 0 });
      await queue.enqueue(echo, [resultOf(taskId)]);
      await run(queue, await claimNext(queue));
      expect((await claimNext(queue)).args).toEqual([3]);
    });

    test('is taken from a task that has ended already', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2]);
      await run(queue, await claimNext(queue));
      await queue.enqueue(echo, [resultOf(handle)]);
      expect((await claimNext(queue)).args).toEqual([3]);
    });

    test('is refused as a result', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const acked = queue.ack(await claimNext(queue), { value: resultOf('other') });
      await expect(acked).rejects.toMatchObject({ code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' });
    });

    test('of the task itself is refused', async () => {
      const { queue } = await setup();
      const itself = queue.enqueue(echo, [resultOf('itself')], { taskId: 'itself' });
      await expect(itself).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
    });
  });
}
