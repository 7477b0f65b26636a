import type { TaskOptions } from '@graflow/resolver';
import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { claimAll, keyed, openLimited, serial, workOff } from './keyed.ts';
import { noop } from './tasks.ts';

const failure = { name: 'Error', message: 'no' };

/** When the place of a task under its key is free again, and who has it next. */
export function describeKeyPlaces(setup: Setup): void {
  describe('the limits of each key, when a task ends or they change,', () => {
    test.each<[string, (queue: TaskQueue, spec: TaskSpec) => Promise<unknown>]>([
      ['a value', (queue, spec) => queue.ack(spec)],
      ['a failure', (queue, spec) => queue.retry(spec, { delayMs: 60_000 })],
      ['a dead letter', (queue, spec) => queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure })],
      ['a release', (queue, spec) => queue.release(spec, { delayMs: 60_000 })],
      ['a crash', (queue, spec) => queue.release(spec, { crash: failure })],
      ['a cancel', (queue, spec) => queue.handle(spec.taskId).cancel()],
    ])('give a waiting claimer the place of a task that ends with %s', async (end, settle) => {
      const { queue } = await openLimited(setup, serial, { maxLostLeases: 1 });
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a'));
      const first = await claimNext(queue);
      await expectEmpty(queue);
      const waiting = queue.dequeue({ waitMs: longMs });
      await settle(queue, first);
      expect((await waiting)?.taskId, end).toBe('a2~a');
      await expectEmpty(queue);
    });

    test('give the place of a holder that died back when its lease ends, and the task goes first', async () => {
      const { queue, another } = await openLimited(setup, serial, { leaseMs: 600, renewLeases: false });
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a'));
      await claimNext(queue);
      await expectEmpty(queue);
      const again = await claimNext(await another());
      expect([again.taskId, again.attempt]).toEqual(['a1~a', 2]);
    });

    test('let a task that is retried without a delay go behind those that wait', async () => {
      const { queue } = await openLimited(setup);
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a'));
      await queue.retry(await claimNext(queue));
      expect(await workOff(queue)).toEqual(['a2~a', 'a1~a']);
    });

    test('pass a task over that was cancelled while it waited', async () => {
      const { queue } = await openLimited(setup);
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a'));
      expect(await queue.handle('a1~a').cancel()).toBe('cancelled');
      expect(await queue.handle('a2~a').cancel()).toBe('cancelled');
      expect((await queue.stats()).waiting).toBe(1);
      expect(await workOff(queue)).toEqual(['a3~a']);
      expect(await queue.stats()).toMatchObject({ waiting: 0, running: 0 });
    });

    test('hold for a dead letter that is replayed', async () => {
      const { queue } = await openLimited(setup);
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a'));
      await queue.bury(await claimNext(queue), { code: 'GRAFLOW_TASK_FAILED', failure });
      const second = await claimNext(queue);
      expect(await queue.deadLetters.replay(['a1~a'])).toBe(1);
      await expectEmpty(queue);
      await queue.ack(second);
      expect((await claimNext(queue)).taskId).toBe('a1~a');
    });

    test('end for those who wait already when they are raised or taken away', async () => {
      const { queue, another } = await openLimited(setup, {
        perKey: { concurrency: 1, rate: { count: 1, perMs: 60_000 } },
      });
      const other = await another();
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a', 'a4~a'));
      await claimNext(queue);
      await expectEmpty(queue);
      const waiting = queue.dequeue({ waitMs: longMs });
      await other.limits.set({ perKey: { concurrency: 2 } });
      expect((await waiting)?.taskId).toBe('a2~a');
      await expectEmpty(queue);
      await other.limits.set({});
      expect(await claimAll(queue)).toEqual(['a3~a', 'a4~a']);
    });

    test('that are lower than what is claimed take nothing away', async () => {
      const { queue } = await setup();
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a'));
      const claimed = await claimMany(queue, 2);
      await queue.limits.set(serial);
      await queue.ack(claimed[0] as TaskSpec);
      await expectEmpty(queue);
      await queue.ack(claimed[1] as TaskSpec);
      expect((await claimNext(queue)).taskId).toBe('a3~a');
    });

    test('hold for what a running task leaves, for groups, and for what waits for others', async () => {
      const { queue } = await openLimited(setup);
      const group = await queue.group(await queue.enqueue(keyed('a', 'g1~a', 'g2~a')));
      const options: TaskOptions = { limitKey: 'a', after: [group.taskId] };
      await queue.enqueue([1, 2].map((at) => new TaskSpec({ executable: noop, taskId: `after${at}~a`, ...options })));
      const first = await claimNext(queue);
      await queue.ack(first, undefined, { followUps: keyed('a', 'left~a') });
      expect(await workOff(queue)).toEqual(['g2~a', 'left~a', 'after1~a', 'after2~a']);
    });

    test('let one after the other run of those that become ready together', async () => {
      const { queue } = await openLimited(setup);
      await queue.enqueue(noop, [], { taskId: 'first' });
      const options: TaskOptions = { limitKey: 'a', after: ['first'] };
      await queue.enqueue([1, 2].map((at) => new TaskSpec({ executable: noop, taskId: `after${at}~a`, ...options })));
      await queue.ack(await claimNext(queue));
      expect((await claimNext(queue)).taskId).toBe('after1~a');
      await expectEmpty(queue);
    });
  });
}
