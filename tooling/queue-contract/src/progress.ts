import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { inOrder, noop } from './tasks.ts';

/** What is told arrives a moment later. */
const soon = { timeout: longMs };

/** How far running tasks are. */
export function describeProgress(setup: Setup): void {
  describe('progress', () => {
    test('is known to everybody, the newest value of it', async () => {
      const { queue, another } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      expect(await handle.progress()).toBeUndefined();
      queue.progress(spec, { done: 1 });
      const elsewhere = (await another()).handle(handle.taskId);
      await expect.poll(() => elsewhere.progress(), soon).toEqual({ done: 1 });
      for (let done = 2; done <= 1_000; done += 1) queue.progress(spec, { done });
      await expect.poll(() => handle.progress(), soon).toEqual({ done: 1_000 });
    });

    test('of one task is not that of another', async () => {
      const { queue } = await setup();
      const [first, second, third] = await queue.enqueue(
        [1, 2, 3].map(() => new TaskSpec({ executable: noop, ...inOrder() })),
      );
      queue.progress(await claimNext(queue), 'first');
      queue.progress(await claimNext(queue), 'second');
      await expect.poll(() => second?.progress(), soon).toEqual('second');
      await expect.poll(() => first?.progress(), soon).toEqual('first');
      expect(await third?.progress()).toBeUndefined();
    });

    test('stays while the task waits for its next attempt', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      queue.progress(spec, 'half');
      await expect.poll(() => handle.progress(), soon).toEqual('half');
      await queue.retry(spec);
      expect(await handle.progress()).toBe('half');
      await claimNext(queue);
      expect(await handle.progress()).toBe('half');
    });

    test('is gone when the task has ended, well or not', async () => {
      const { queue } = await setup();
      const ends = [
        (spec: TaskSpec) => queue.ack(spec, 'done'),
        (spec: TaskSpec) =>
          queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } }),
        (spec: TaskSpec) => queue.handle(spec.taskId).cancel(),
      ];
      for (const end of ends) {
        const handle = await queue.enqueue(noop);
        const spec = await claimNext(queue);
        queue.progress(spec, 'half');
        await expect.poll(() => handle.progress(), soon).toEqual('half');
        await end(spec);
        expect(await handle.progress()).toBeUndefined();
        queue.progress(spec, 'late');
        expect(await handle.progress()).toBeUndefined();
      }
    });

    test('is not told by a claim that is not valid any more', async () => {
      const { queue } = await setup({ leaseMs: 100, renewLeases: false });
      const handle = await queue.enqueue(noop);
      const old = await claimNext(queue);
      const spec = await claimNext(queue);
      queue.progress(spec, 'by the second');
      await expect.poll(() => handle.progress(), soon).toEqual('by the second');
      queue.progress(old, 'by the first');
      queue.progress(spec, 'again by the second');
      await expect.poll(() => handle.progress(), soon).toEqual('again by the second');
    });

    test('carries what payloads carry, as it was when it was told', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const value = { rows: new Map([['a', 1n]]) };
      queue.progress(spec, value);
      value.rows.clear();
      await expect.poll(() => handle.progress(), soon).toEqual({ rows: new Map([['a', 1n]]) });
    });

    test('is shown as text where it cannot travel or is too long', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      queue.progress(spec, { next: () => 1 });
      await expect.poll(() => handle.progress(), soon).toEqual('{ next: [Function: next] }');
      queue.progress(spec, 'x'.repeat(100_000));
      await expect.poll(() => handle.progress(), soon).toEqual('x'.repeat(1_000));
    });

    test('is told for a claim, and by a queue that is open', async () => {
      const { queue } = await setup();
      const unclaimed = new TaskSpec({ executable: noop });
      expect(() => queue.progress(unclaimed, 1)).toThrow(
        expect.objectContaining({ code: 'GRAFLOW_SPEC_NOT_CLAIMED' }) as Error,
      );
      await queue.enqueue(unclaimed);
      const spec = await claimNext(queue);
      await queue.close();
      queue.progress(spec, 'nobody hears it');
      await expect(queue.handle(spec.taskId).progress()).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
