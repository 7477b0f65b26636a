import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty } from './claimed.ts';
import { longMs, type Setup, shortMs } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

/** Claiming: what comes, who waits, what ends a wait. */
export function describeClaim(setup: Setup): void {
  describe('dequeue', () => {
    test('gives the task with all that was said about it', async () => {
      const { queue } = await setup();
      const options = { timeoutMs: 5_000, priority: 1, resultTtlMs: 60_000, retry: { maxAttempts: 5 } };
      await queue.enqueue(add, [1, 2], { taskId: 'order-17', ...options });
      const spec = await claimNext(queue);
      expect(spec).toMatchObject({ taskId: 'order-17', name: 'add', args: [1, 2], resolverId: 'default' });
      expect(spec).toMatchObject({ attempt: 1, status: 'claimed', options });
      expect(spec.claim).toMatchObject({ attempt: 1, failures: 0 });
      expect(spec.claim?.signal.aborted).toBe(false);
    });

    test('gives a spec that resolves in the registry of its queue', async () => {
      const { queue } = await setup();
      await queue.enqueue(add, [1, 2]);
      const spec = await claimNext(queue);
      await spec.ensureDeserialized();
      expect(spec.executable).toBe(add);
      await spec.ensureSerialized();
      expect(spec.envelope).toEqual({ version: 1, strategy: 'reference', name: 'add' });
    });

    test('gives tasks that do not resolve here; resolving says why', async () => {
      const { queue } = await setup();
      await queue.enqueue(new TaskSpec({ name: 'ad' }));
      await expect((await claimNext(queue)).ensureDeserialized()).rejects.toMatchObject({
        code: 'GRAFLOW_TASK_UNKNOWN',
      });
    });

    test('gives each task to one claimer', async () => {
      const { queue, another } = await setup();
      await queue.enqueue([new TaskSpec({ executable: noop }), new TaskSpec({ executable: noop })]);
      const other = await another();
      const claimed = await Promise.all([claimNext(queue), claimNext(other)]);
      expect(new Set(claimed.map(({ taskId }) => taskId)).size).toBe(2);
      await expectEmpty(queue);
      await expectEmpty(other);
    });

    test('waits for a task and wakes when one comes', async () => {
      const { queue, another } = await setup();
      const waiting = (await another()).dequeue();
      await expectEmpty(queue);
      const { taskId } = await queue.enqueue(noop);
      expect((await waiting).taskId).toBe(taskId);
    });

    test('gives many who wait one task each', async () => {
      const { queue } = await setup();
      const waiting = Promise.all(Array.from({ length: 10 }, () => queue.dequeue({ waitMs: longMs })));
      await queue.enqueue(Array.from({ length: 10 }, (_, index) => new TaskSpec({ executable: echo, args: [index] })));
      const values = (await waiting).map((spec) => spec?.args[0] as number);
      expect(values.toSorted((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    test('gives undefined when the wait is over, and takes no task later', async () => {
      const { queue } = await setup();
      const start = performance.now();
      expect(await queue.dequeue({ waitMs: shortMs })).toBeUndefined();
      expect(performance.now() - start).toBeGreaterThanOrEqual(shortMs - 5);
      await queue.enqueue(noop);
      await claimMany(queue, 1);
    });

    test('does not wait when told so', async () => {
      const { queue } = await setup();
      expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
      const { taskId } = await queue.enqueue(noop);
      expect((await queue.dequeue({ waitMs: 0 }))?.taskId).toBe(taskId);
    });

    test('rejects with the reason of its signal and claims nothing', async () => {
      const { queue } = await setup();
      const stop = new AbortController();
      const waiting = queue.dequeue({ signal: stop.signal });
      stop.abort(new Error('no more'));
      await expect(waiting).rejects.toThrow('no more');
      await queue.enqueue(noop);
      await expect(queue.dequeue({ signal: stop.signal })).rejects.toThrow('no more');
      await claimNext(queue);
    });
  });
}
