import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import { type Setup, shortMs } from './harness.ts';
import { claimAll, ids, keyed, openLimited, workOff } from './keyed.ts';
import { echo, noop } from './tasks.ts';

/** What all workers may do together with the tasks of one key. */
export function describeKeyLimits(setup: Setup): void {
  describe('the limits of each key', () => {
    test('are read as they were set', async () => {
      const { queue, another } = await setup();
      const limits = { concurrency: 9, perKey: { concurrency: 2, rate: { count: 5, perMs: 60_000 } } };
      await queue.limits.set(limits);
      expect(await (await another()).limits.get()).toEqual(limits);
      await queue.limits.set({ perKey: { concurrency: 1 } });
      expect(await queue.limits.get()).toEqual({ perKey: { concurrency: 1 } });
    });

    test('let the tasks of a key run one after the other, in their order, and keep nobody else back', async () => {
      const { queue, another } = await openLimited(setup);
      await queue.enqueue([...keyed('a', 'a1~a', 'a2~a', 'a3~a'), ...keyed('b', 'b1~b', 'b2~b')]);
      await queue.enqueue(noop, [], { taskId: 'free' });
      const other = await another();
      const first = [await claimNext(queue), await claimNext(other), await claimNext(queue)];
      expect(ids(first).toSorted()).toEqual(['a1~a', 'b1~b', 'free']);
      await expectEmpty(other);
      await queue.ack(first.find(({ taskId }) => taskId === 'a1~a') as TaskSpec);
      const second = await claimNext(other);
      expect(second.taskId).toBe('a2~a');
      await expectEmpty(queue);
      await other.ack(second);
      expect((await claimNext(queue)).taskId).toBe('a3~a');
      await expectEmpty(queue);
    });

    test('let as many tasks of a key run at once as they say', async () => {
      const { queue } = await openLimited(setup, { perKey: { concurrency: 2 } });
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a', 'a4~a'));
      const [first] = await claimMany(queue, 2);
      await expectEmpty(queue);
      await queue.ack(first as TaskSpec);
      expect((await claimNext(queue)).taskId).toBe('a3~a');
      await expectEmpty(queue);
    });

    test('let no more tasks of a key start in a time than they say: rate', async () => {
      const { queue } = await openLimited(setup, { perKey: { rate: { count: 2, perMs: 200 } } });
      const begun = performance.now();
      await queue.enqueue([...keyed('a', 'a1~a', 'a2~a', 'a3~a'), ...keyed('b', 'b1~b', 'b2~b')]);
      expect(ids(await claimMany(queue, 4)).toSorted()).toEqual(['a1~a', 'a2~a', 'b1~b', 'b2~b']);
      expect((await claimNext(queue)).taskId).toBe('a3~a');
      expect(performance.now() - begun).toBeGreaterThanOrEqual(199);
    });

    test('take the keys in turn', async () => {
      const { queue } = await openLimited(setup, { perKey: { concurrency: 9 } });
      // The hashes of these keys lead to one partition of three.
      await queue.enqueue([
        ...keyed('a', 'a1~a', 'a2~a', 'a3~a'),
        ...keyed('c', 'c1~c', 'c2~c'),
        ...keyed('d', 'd1~d'),
      ]);
      expect(await claimAll(queue)).toEqual(['a1~a', 'c1~c', 'd1~d', 'a2~a', 'c2~c', 'a3~a']);
    });

    test('are none for a queue without them, and the order within a key stays', async () => {
      const { queue } = await setup();
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a'));
      expect(await claimAll(queue)).toEqual(['a1~a', 'a2~a', 'a3~a']);
    });

    test('let higher priorities of a key go first, also one that comes when the others wait', async () => {
      const { queue } = await openLimited(setup);
      const of = (taskId: string, priority: number) =>
        new TaskSpec({ executable: noop, taskId, limitKey: 'a', priority });
      await queue.enqueue([of('low~a', -1), of('first~a', 0), of('second~a', 0)]);
      await queue.enqueue([of('high~a', 2), ...keyed('b', 'b1~b')]);
      const done = await workOff(queue);
      expect(done.filter((taskId) => taskId !== 'b1~b')).toEqual(['high~a', 'first~a', 'second~a', 'low~a']);
      expect(done.indexOf('b1~b')).toBeLessThan(3);
    });

    test('count nothing that waits for its time', async () => {
      const { queue } = await openLimited(setup);
      await queue.enqueue(noop, [], { taskId: 'later~a', limitKey: 'a', delayMs: 60_000 });
      await queue.enqueue(noop, [], { taskId: 'soon~a', limitKey: 'a', delayMs: 20 });
      await queue.enqueue(keyed('a', 'now~a'));
      const first = await claimNext(queue);
      expect(first.taskId).toBe('now~a');
      await expectEmpty(queue);
      await queue.ack(first);
      expect((await claimNext(queue)).taskId).toBe('soon~a');
    });

    test('leave deduplication as it is', async () => {
      const { queue } = await openLimited(setup);
      const options = { limitKey: 'a', dedup: { key: 'index' } };
      const one = await queue.enqueue(echo, [1], options);
      expect((await queue.enqueue(echo, [2], options)).taskId).toBe(one.taskId);
      const spec = await claimNext(queue);
      await expectEmpty(queue);
      await run(queue, spec);
      expect((await queue.enqueue(echo, [2], options)).taskId).not.toBe(one.taskId);
    });

    test('take any text for a key, and refuse what is none', async () => {
      const { queue } = await openLimited(setup);
      const keys = ['a:b', '@1:x', ' ', 'ä\n"\'{}%', '0', 'x'.repeat(256), '__proto__', '+a', '=waiting'];
      await queue.enqueue(keys.flatMap((limitKey) => [1, 2].map(() => new TaskSpec({ executable: noop, limitKey }))));
      expect(await claimMany(queue, keys.length)).toHaveLength(keys.length);
      await expectEmpty(queue);
      for (const limitKey of ['', 'x'.repeat(257), 7 as never])
        await expect(async () => queue.enqueue(noop, [], { limitKey })).rejects.toMatchObject({
          code: 'GRAFLOW_OPTION_INVALID',
          message: expect.stringContaining('limitKey must be a text of 1 to 256 characters'),
        });
    });

    test('are refused where they cannot be kept', async () => {
      const { queue } = await setup();
      for (const perKey of [{ concurrency: 0 }, { rate: { count: 0, perMs: 1 } }, { concurency: 1 } as never])
        await expect(queue.limits.set({ perKey })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      expect(await queue.limits.get()).toEqual({});
    });

    test('hold for many workers at once', async () => {
      const { queue, another } = await openLimited(setup, { perKey: { concurrency: 2 } });
      const queues = [queue, await another(), await another()];
      await queue.enqueue(
        Array.from({ length: 60 }, (_, at) => keyed(`k${at % 3}`, `${at % 3}-${at}~k${at % 3}`)[0] as TaskSpec),
      );
      const [running, most] = [new Map<string, number>(), new Map<string, number>()];
      const worker = async (own: TaskQueue): Promise<void> => {
        for (let spec = await own.dequeue({ waitMs: shortMs }); spec; spec = await own.dequeue({ waitMs: shortMs })) {
          const key = spec.taskId.charAt(0);
          running.set(key, (running.get(key) ?? 0) + 1);
          most.set(key, Math.max(most.get(key) ?? 0, running.get(key) ?? 0));
          await new Promise(setImmediate);
          running.set(key, (running.get(key) ?? 0) - 1);
          await own.ack(spec);
        }
      };
      await Promise.all(queues.flatMap((own) => [worker(own), worker(own), worker(own)]));
      expect(Math.max(...most.values())).toBeLessThanOrEqual(2);
      expect(await queue.stats()).toMatchObject({ waiting: 0, running: 0 });
    });
  });
}
