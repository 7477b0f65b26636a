import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { echo, inOrder } from './tasks.ts';

const spec = (value: unknown, priority: number): TaskSpec =>
  new TaskSpec({ executable: echo, args: [value], priority, ...inOrder() });
const valuesOf = (specs: readonly TaskSpec[]): unknown[] => specs.map(({ args }) => args[0]);

/** Claims while there is always one more urgent task, until the others were claimed; gives their values and how long it took. */
const claimUnderLoad = async (queue: TaskQueue, others: number) => {
  const begin = performance.now();
  const claimed: unknown[] = [];
  await queue.enqueue(spec('urgent', 2));
  while (claimed.length < others && performance.now() - begin < longMs) {
    await queue.enqueue(spec('urgent', 2));
    const [value] = valuesOf([await claimNext(queue)]);
    if (value !== 'urgent') claimed.push(value);
  }
  return { claimed, tookMs: performance.now() - begin };
};

/** Priorities that grow with the time for which a task waits. */
export function describeAgeing(setup: Setup): void {
  describe('ageing', () => {
    test('lets no task wait for ever behind more urgent ones, and keeps the order of those that waited', async () => {
      const { queue } = await setup();
      await queue.limits.set({ raiseAfterMs: 50 });
      await queue.enqueue([spec('first', -2), spec('second', -2)]);
      const { claimed, tookMs } = await claimUnderLoad(queue, 2);
      expect(claimed).toEqual(['first', 'second']);
      expect(tookMs).toBeGreaterThanOrEqual(4 * 50);
    });

    test('leaves the order as it is for those that have not waited for so long', async () => {
      const { queue } = await setup();
      await queue.limits.set({ raiseAfterMs: 60_000 });
      const priorities = [0, -2, 2, 1, -1, 0, 2, -2, -1, 1];
      await queue.enqueue(priorities.map((priority, index) => spec(index, priority)));
      expect(valuesOf(await claimMany(queue, 10))).toEqual([2, 6, 3, 9, 0, 5, 4, 8, 1, 7]);
    });

    test('raises thousands as it raises one', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      await queue.limits.set({ raiseAfterMs: 50 });
      await queue.enqueue(Array.from({ length: 2_500 }, (_, index) => spec(index, 1)));
      const { claimed } = await claimUnderLoad(queue, 2);
      expect(claimed).toEqual([0, 1]);
      const { waiting } = await queue.stats();
      const rest = await claimMany(queue, waiting);
      expect(valuesOf(rest).filter((value) => value !== 'urgent')).toEqual(
        Array.from({ length: 2_498 }, (_, index) => index + 2),
      );
    });

    test('is a limit of the queue, of a time that makes sense', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ raiseAfterMs: 1_000, concurrency: 8 });
      expect(await (await another()).limits.get()).toEqual({ raiseAfterMs: 1_000, concurrency: 8 });
      await expect(queue.limits.set({ raiseAfterMs: 0 })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
    });
  });
}
