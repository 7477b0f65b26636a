import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext } from './claimed.ts';
import type { Setup } from './harness.ts';
import { noop } from './tasks.ts';

/** What a queue says of itself. */
export function describeHealth(setup: Setup): void {
  describe('health', () => {
    test('counts what could be claimed now, and not what is delayed or claimed', async () => {
      const { queue } = await setup();
      await queue.enqueue([0, 1, 2].map(() => new TaskSpec({ executable: noop })));
      await queue.enqueue(noop, [], { delayMs: 60_000 });
      expect(await queue.health()).toMatchObject({ isConsuming: true, backlog: 3, leaseRenewalLagMs: 0 });
      await claimNext(queue);
      expect(await queue.health()).toMatchObject({ isConsuming: true, backlog: 2 });
    });

    test('tells when a claim was last answered, also by "nothing there"', async () => {
      const { queue } = await setup();
      expect((await queue.health()).lastSuccessfulClaimAt).toBeUndefined();
      const before = Date.now();
      expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
      expect((await queue.health()).lastSuccessfulClaimAt).toBeGreaterThanOrEqual(before);
    });

    test('is bad once the queue is closed, and still does not reject', async () => {
      const { queue } = await setup();
      await queue.close();
      expect(await queue.health()).toMatchObject({ isConsuming: false, code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
