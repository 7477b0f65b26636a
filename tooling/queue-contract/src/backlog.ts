import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext } from './claimed.ts';
import { longMs, type Setup, shortMs } from './harness.ts';
import { keyed } from './keyed.ts';
import { echo, noop } from './tasks.ts';

const many = (count: number): readonly TaskSpec[] =>
  Array.from({ length: count }, () => new TaskSpec({ executable: noop }));
const full = { code: 'GRAFLOW_BACKLOG_FULL' };

/** How many tasks may wait. */
export function describeBacklog(setup: Setup): void {
  describe('a backlog with a limit', () => {
    test('takes as many tasks as may wait, delayed ones included, and refuses the next by name', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ backlog: { count: 3 } });
      await queue.enqueue(many(2));
      const other = await another();
      await other.enqueue(noop, [], { delayMs: 60_000 });
      await expect(other.enqueue(noop)).rejects.toMatchObject({
        ...full,
        details: { queue: queue.name, waiting: 3, limit: 3, waitMs: 0, refused: 1 },
      });
      expect(await queue.stats()).toMatchObject({ waiting: 2, delayed: 1 });
    });

    test('has room again for what was claimed or cancelled', async () => {
      const { queue } = await setup();
      await queue.limits.set({ backlog: { count: 2 } });
      const [, second] = await queue.enqueue(many(2));
      await claimNext(queue);
      await queue.enqueue(noop);
      await second?.cancel();
      await queue.enqueue(noop);
      await expect(queue.enqueue(noop)).rejects.toMatchObject(full);
    });

    test('takes all tasks of a list or none of them', async () => {
      const { queue } = await setup();
      await queue.limits.set({ backlog: { count: 3 } });
      await expect(queue.enqueue(many(4))).rejects.toMatchObject({ ...full, details: { refused: 4 } });
      expect((await queue.stats()).waiting).toBe(0);
      const answers = await Promise.allSettled([queue.enqueue(many(2)), queue.enqueue(many(2))]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await queue.stats()).waiting).toBe(2);
    });

    test('counts bytes where it says so: of what waits, is delayed and runs, until it ends', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ backlog: { bytes: 3_000 } });
      const send = (queueOf = queue) => queueOf.enqueue(echo, ['x'.repeat(1_000)]);
      await send();
      await send(await another());
      const refused = { ...full, details: { unit: 'bytes', limit: 3_000, refused: 1 } };
      await expect(send()).rejects.toMatchObject(refused);
      const spec = await claimNext(queue);
      await expect(send()).rejects.toMatchObject(refused);
      await queue.ack(spec, 1, { followUps: [new TaskSpec({ executable: echo, args: ['y'.repeat(1_000)] })] });
      await expect(send()).rejects.toMatchObject(refused);
      await queue.bury(await claimNext(queue), {
        code: 'GRAFLOW_TASK_FAILED',
        failure: { name: 'Error', message: 'no' },
      });
      await send();
      await expect(send()).rejects.toMatchObject(refused);
      for (const next of await claimMany(queue, 2)) await queue.ack(next);
      await send();
      await send();
    });

    test('holds up no task that is there already, nor one that a running task leaves or that waits again', async () => {
      const { queue } = await setup();
      await queue.limits.set({ backlog: { count: 1 } });
      const first = new TaskSpec({ executable: noop, taskId: 'order-17' });
      await queue.enqueue(first);
      await queue.enqueue(new TaskSpec({ executable: noop, taskId: 'order-17' }));
      const spec = await claimNext(queue);
      await queue.enqueue(noop);
      await queue.retry(spec);
      const [one] = await claimMany(queue, 2);
      await queue.enqueue(noop);
      await queue.ack(one as TaskSpec, 1, { followUps: many(3) });
      expect((await queue.stats()).waiting).toBe(4);
    });

    test('lets producers wait for room, and no longer than it says', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ backlog: { count: 1, waitMs: longMs } });
      await queue.enqueue(noop);
      const waiting = (await another()).enqueue(noop, [], { taskId: 'patient' });
      expect(await Promise.race([waiting, nothingFor(shortMs)])).toBe('nothing yet');
      await claimNext(queue);
      expect((await waiting).taskId).toBe('patient');
      await queue.limits.set({ backlog: { count: 1, waitMs: 20 } });
      await expect(queue.enqueue(noop)).rejects.toMatchObject(full);
    });

    test('counts the tasks of keys that wait', async () => {
      const { queue } = await setup();
      await queue.limits.set({ perKey: { concurrency: 1 }, backlog: { count: 4 } });
      await queue.enqueue(keyed('a', 'a1~a', 'a2~a', 'a3~a'));
      expect(await queue.stats()).toMatchObject({ waiting: 3, delayed: 0, running: 0 });
      await claimNext(queue);
      expect(await queue.stats()).toMatchObject({ waiting: 2, delayed: 0, running: 1 });
      await queue.enqueue(keyed('b', 'b1~b', 'b2~b'));
      await expect(queue.enqueue(noop)).rejects.toMatchObject({
        code: 'GRAFLOW_BACKLOG_FULL',
        details: { waiting: 4 },
      });
    });

    test('is a limit of the queue, which can be read, taken away, and must make sense', async () => {
      const { queue, another } = await setup();
      const other = await another();
      const backlog = { count: 1, waitMs: 50 };
      await queue.limits.set({ backlog });
      expect(await other.limits.get()).toEqual({ backlog });
      await other.limits.set({});
      await queue.enqueue(many(5));
      for (const bad of [{ count: 0 }, { count: 1, waitMs: -1 }, { count: 1, byte: 1 } as never, {}, { bytes: 0 }])
        await expect(queue.limits.set({ backlog: bad })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
    });
  });
}

const nothingFor = (ms: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve('nothing yet'), ms));
