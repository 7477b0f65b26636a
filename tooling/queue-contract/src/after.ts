import { resultOf, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

const failure = { name: 'RangeError', message: 'too far' };
const upstreamFailed = { code: 'GRAFLOW_UPSTREAM_FAILED' };

/** Tasks that wait for others. */
export function describeAfter(setup: Setup): void {
  describe('after', () => {
    test('makes a task ready when the last of those it waits for has ended', async () => {
      const { queue } = await setup();
      const last = new TaskSpec({ executable: noop, after: ['first', 'second'] });
      await queue.enqueue([
        last,
        new TaskSpec({ executable: noop, taskId: 'first' }),
        new TaskSpec({ executable: noop, taskId: 'second' }),
      ]);
      const [first, second] = await claimMany(queue, 2);
      await expectEmpty(queue);
      await queue.ack(second as TaskSpec);
      await expectEmpty(queue);
      await queue.ack(first as TaskSpec);
      expect((await claimNext(queue)).taskId).toBe(last.taskId);
    });

    test('waits for a task that nobody has enqueued yet', async () => {
      const { queue } = await setup();
      await queue.enqueue(add, [1, 2], { after: ['later'] });
      await expectEmpty(queue);
      await queue.enqueue(noop, [], { taskId: 'later' });
      await queue.ack(await claimNext(queue));
      expect((await claimNext(queue)).name).toBe('add');
    });

    test('does not wait for what has ended already', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      await queue.ack(await claimNext(queue));
      const next = await queue.enqueue(noop, [], { after: [taskId] });
      expect((await claimNext(queue)).taskId).toBe(next.taskId);
    });

    test('counts a delay from the end of the last one', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      await queue.enqueue(echo, [1], { after: [taskId], delayMs: 250 });
      const spec = await claimNext(queue);
      await queue.ack(spec);
      const ackedAt = performance.now();
      await expectEmpty(queue);
      await claimNext(queue);
      expect(performance.now() - ackedAt).toBeGreaterThan(200);
    });

    test('goes on where the one before is retried, and not before it ends', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const next = await queue.enqueue(noop, [], { after: [taskId] });
      await queue.retry(await claimNext(queue), { failure });
      const again = await claimNext(queue);
      expect(again.taskId).toBe(taskId);
      await expectEmpty(queue);
      await queue.ack(again);
      expect((await claimNext(queue)).taskId).toBe(next.taskId);
    });

    test('makes many tasks ready in the order in which they were enqueued', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      const specs = Array.from({ length: 2_500 }, () => new TaskSpec({ executable: noop, after: [taskId] }));
      await queue.enqueue(specs);
      await queue.ack(await claimNext(queue));
      const claimed = await claimMany(queue, specs.length);
      expect(claimed.map((spec) => spec.taskId)).toEqual(specs.map((spec) => spec.taskId));
    });

    test('works for follow-ups, also after the task that makes them', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(echo, [20]);
      const next = new TaskSpec({ executable: add, args: [resultOf<number>(taskId), 22] });
      await queue.ack(await claimNext(queue), 20, { followUps: [next] });
      await run(queue, await claimNext(queue));
      expect(await queue.handle(next.taskId).result()).toBe(42);
    });
  });

  describe('tasks that are to run after each other', () => {
    const after = (taskId: string, ...ids: readonly string[]) => new TaskSpec({ executable: noop, taskId, after: ids });
    const cycle = { code: 'GRAFLOW_TASK_CYCLE' };

    test('end when the last of them closes the circle, in one list or one by one', async () => {
      const { queue, another } = await setup(); // a queue in partitions looks for circles in each
      const [one, other] = await queue.enqueue([after('one~here', 'other~here'), after('other~here', 'one~here')]);
      await expect(other.result()).rejects.toMatchObject(cycle);
      await expectEmpty(queue);
      await expect(one.result()).rejects.toMatchObject(upstreamFailed);
      const far = await queue.enqueue(after('a~here', 'b~here', 'free'));
      await queue.enqueue(after('b~here', 'c~here'));
      await expect((await (await another()).enqueue(after('c~here', 'a~here'))).result()).rejects.toMatchObject(cycle);
      await expectEmpty(queue);
      await expect(far.result()).rejects.toMatchObject(upstreamFailed);
    });

    test('wait as others do where there is no circle', async () => {
      const { queue } = await setup();
      await queue.enqueue([after('d', 'b', 'c'), after('b', 'a'), after('c', 'a'), after('a', 'first')]);
      await queue.enqueue(noop, [], { taskId: 'first' });
      const ran: string[] = [];
      while (ran.length < 5) {
        const spec = await claimNext(queue);
        ran.push(spec.taskId);
        await queue.ack(spec);
      }
      expect([ran.slice(0, 2), ran.slice(2, 4).toSorted(), ran[4]]).toEqual([['first', 'a'], ['b', 'c'], 'd']);
    });
  });
}
