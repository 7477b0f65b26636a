import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty } from './claimed.ts';
import { longMs, type Setup, shortMs } from './harness.ts';
import { ids, keyed } from './keyed.ts';
import { noop } from './tasks.ts';

const failure = { name: 'Error', message: 'no' };
const timeout = 30_000;

const enqueueMany = (queue: TaskQueue, count: number) =>
  queue.enqueue(Array.from({ length: count }, () => new TaskSpec({ executable: noop })));

/** What all workers of a queue may do together. */
export function describeLimits(setup: Setup): void {
  describe('the limits of a queue', { timeout }, () => {
    test('are none, and then what somebody said last', async () => {
      const { queue, another } = await setup();
      const other = await another();
      expect(await queue.limits.get()).toEqual({});
      const limits = { concurrency: 3, rate: { count: 5, perMs: 60_000 } };
      await queue.limits.set(limits);
      expect(await other.limits.get()).toEqual(limits);
      await other.limits.set({ concurrency: 1 });
      expect(await queue.limits.get()).toEqual({ concurrency: 1 });
    });

    test('hold for all claimers together: concurrency', async () => {
      const { queue, another } = await setup();
      const other = await another();
      await queue.limits.set({ concurrency: 3 });
      await enqueueMany(queue, 6);
      const both = [queue, other, queue, other, queue, other];
      const claims = await Promise.all(both.map((each) => each.dequeue({ waitMs: shortMs })));
      expect(claims.filter((spec) => spec !== undefined)).toHaveLength(3);
      await expectEmpty(other);
    });

    test.each<[string, (queue: TaskQueue, spec: TaskSpec) => Promise<unknown>]>([
      ['a value', (queue, spec) => queue.ack(spec)],
      ['a failure', (queue, spec) => queue.retry(spec, { delayMs: 60_000 })],
      ['no value', (queue, spec) => queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure })],
      ['a release', (queue, spec) => queue.release(spec, { delayMs: 60_000 })],
      ['a cancel', (queue, spec) => queue.handle(spec.taskId).cancel()],
    ])('give a waiting claimer the place of a claim that ends with %s', async (_, end) => {
      const { queue } = await setup();
      await queue.limits.set({ concurrency: 1 });
      await enqueueMany(queue, 3);
      const first = await claimNext(queue);
      await expectEmpty(queue);
      const waiting = queue.dequeue({ waitMs: longMs });
      await end(queue, first);
      expect((await waiting)?.taskId).not.toBe(first.taskId);
      await expectEmpty(queue);
    });

    test('give back the place of a holder that died when its lease ends', async () => {
      const { queue, another } = await setup({ leaseMs: 300, renewLeases: false });
      await queue.limits.set({ concurrency: 1 });
      await enqueueMany(queue, 2);
      await claimNext(queue);
      await expectEmpty(queue);
      expect(await claimNext(await another())).toBeDefined();
    });

    test('let no more tasks start in a time than they say: rate', async () => {
      const { queue, another } = await setup();
      const other = await another();
      await queue.limits.set({ rate: { count: 3, perMs: 300 } });
      await enqueueMany(queue, 10);
      const begun = performance.now();
      await Promise.all([claimMany(queue, 3), claimMany(other, 3)]);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(299);
      await claimMany(queue, 4);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(899);
    });

    test('count a task that starts again', async () => {
      const { queue } = await setup();
      await queue.limits.set({ rate: { count: 2, perMs: 60_000 } });
      await enqueueMany(queue, 1);
      await queue.release(await claimNext(queue));
      await queue.release(await claimNext(queue));
      expect(await queue.dequeue({ waitMs: shortMs })).toBeUndefined();
    });

    test('end for those who wait already when they are taken away', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ concurrency: 1, rate: { count: 1, perMs: 60_000 } });
      await enqueueMany(queue, 3);
      await claimNext(queue);
      await expectEmpty(queue);
      const waiting = queue.dequeue({ waitMs: longMs });
      await (await another()).limits.set({});
      expect(await waiting).toBeDefined();
      await claimNext(queue);
    });

    test('that are lower than what is claimed take nothing away', async () => {
      const { queue } = await setup();
      await enqueueMany(queue, 3);
      const [first, second] = await claimMany(queue, 2);
      await queue.limits.set({ concurrency: 1 });
      await queue.ack(first as TaskSpec);
      await expectEmpty(queue);
      await queue.ack(second as TaskSpec);
      expect(await claimNext(queue)).toBeDefined();
    });

    test('hold beside those of each key', async () => {
      const { queue } = await setup();
      await queue.limits.set({ concurrency: 2, perKey: { concurrency: 1 } });
      await queue.enqueue(['a', 'b', 'c'].flatMap((key) => keyed(key, `${key}1~${key}`, `${key}2~${key}`)));
      const claimed = await claimMany(queue, 2);
      expect(ids(claimed)).toEqual(['a1~a', 'b1~b']);
      await expectEmpty(queue);
      await queue.ack(claimed[0] as TaskSpec);
      expect((await claimNext(queue)).taskId).toBe('c1~c');
    });

    test('are refused where they cannot be kept', async () => {
      const { queue } = await setup();
      const invalid = { code: 'GRAFLOW_OPTION_INVALID' };
      await expect(queue.limits.set({ concurrency: 0 })).rejects.toMatchObject(invalid);
      await expect(queue.limits.set({ rate: { count: 1, perMs: 0 } })).rejects.toMatchObject(invalid);
      await expect(queue.limits.set({ keys: 1 } as never)).rejects.toMatchObject(invalid);
      expect(await queue.limits.get()).toEqual({});
      await queue.close();
      await expect(queue.limits.set({})).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
