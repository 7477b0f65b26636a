import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty } from './claimed.ts';
import type { Setup } from './harness.ts';
import { echo, inOrder } from './tasks.ts';

const delayMs = 200;
/** Clocks and timers may differ by this much. */
const toleranceMs = 5;

/** Which task comes next: priority, order of enqueueing, delays. */
export function describeOrder(setup: Setup): void {
  describe('order', () => {
    test('claims in the order of enqueueing', async () => {
      const { queue } = await setup();
      for (const value of [1, 2, 3, 4, 5]) await queue.enqueue(echo, [value], inOrder());
      expect(valuesOf(await claimMany(queue, 5))).toEqual([1, 2, 3, 4, 5]);
    });

    test('claims a higher priority first and keeps the order inside each', async () => {
      const { queue } = await setup();
      const priorities = [0, -2, 2, 1, -1, 0, 2, -2, -1, 1] as const;
      await queue.enqueue(
        priorities.map((priority, index) => new TaskSpec({ executable: echo, args: [index], priority, ...inOrder() })),
      );
      expect(valuesOf(await claimMany(queue, 10))).toEqual([2, 6, 3, 9, 0, 5, 4, 8, 1, 7]);
    });

    test('holds a task back for its delay', async () => {
      const { queue } = await setup();
      const start = Date.now();
      await queue.enqueue(echo, ['late'], { delayMs });
      await queue.enqueue(echo, ['at once']);
      expect(valuesOf([await claimNext(queue)])).toEqual(['at once']);
      await expectEmpty(queue);
      expect(valuesOf([await claimNext(queue)])).toEqual(['late']);
      expect(Date.now() - start).toBeGreaterThanOrEqual(delayMs - toleranceMs);
    });

    test.each([
      { form: 'a Date', at: (time: number) => new Date(time) },
      { form: 'milliseconds', at: (time: number) => time },
    ])('holds a task back until $form', async ({ at }) => {
      const { queue } = await setup();
      const runAt = Date.now() + delayMs;
      await queue.enqueue(echo, [1], { runAt: at(runAt) });
      await claimNext(queue);
      expect(Date.now()).toBeGreaterThanOrEqual(runAt - toleranceMs);
    });

    test('holds no task back for a time that has passed', async () => {
      const { queue } = await setup();
      await queue.enqueue(echo, [1], { runAt: new Date(0) });
      expect(await queue.dequeue({ waitMs: 0 })).toBeDefined();
    });

    test('claims delayed tasks in the order of their times', async () => {
      const { queue } = await setup();
      await queue.enqueue([
        new TaskSpec({ executable: echo, args: ['last'], delayMs: 300, ...inOrder() }),
        new TaskSpec({ executable: echo, args: ['first'], delayMs: 100, ...inOrder() }),
        new TaskSpec({ executable: echo, args: ['middle'], delayMs: 200, ...inOrder() }),
      ]);
      expect(valuesOf(await claimMany(queue, 3))).toEqual(['first', 'middle', 'last']);
    });
  });
}

const valuesOf = (specs: readonly TaskSpec[]): unknown[] => specs.map(({ args }) => args[0]);
