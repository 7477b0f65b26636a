import { type GroupPolicy, type MemberEnd, resultOf, type TaskHandle, TaskSpec } from '@graflow/taskspec';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import type { OpenedQueue, Setup } from './harness.ts';
import { echo, noop } from './tasks.ts';

const failed = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'RangeError', message: 'too far' } } as const;
const groupFailed = { code: 'GRAFLOW_GROUP_FAILED' };
const groupLate = { code: 'GRAFLOW_GROUP_DEADLINE' };

const three = () => ['a', 'b', 'c'].map((taskId) => new TaskSpec({ executable: noop, taskId }));

/** Barriers. */
export function describeGroup(setup: Setup): void {
  describe('a group', () => {
    test('ends when the last of its members has, and tells how each ended, in their order', async () => {
      const { queue } = await setup();
      const handles = await queue.enqueue(three());
      const group = await queue.group(handles);
      expectTypeOf(group).toEqualTypeOf<TaskHandle<readonly MemberEnd[]>>();
      const next = await queue.enqueue(noop, [], { after: [group.taskId] });
      const [first, ...others] = await claimMany(queue, 3);
      for (const spec of others) await queue.ack(spec);
      await expectEmpty(queue);
      await queue.ack(first as TaskSpec);
      expect((await claimNext(queue)).taskId).toBe(next.taskId);
      expect(await group.result()).toEqual(['a', 'b', 'c'].map((taskId) => ({ taskId, ok: true })));
      await expectEmpty(queue);
    });

    test('counts members that ended before it was made', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const [first, second, last] = (await claimMany(queue, 3)) as [TaskSpec, TaskSpec, TaskSpec];
      await queue.ack(first);
      await queue.bury(second, failed);
      const group = await queue.group(['a', 'b', 'c'], { policy: 'best-effort' });
      await queue.ack(last);
      const whole = await queue.group(['a', 'c']);
      expect(await group.result()).toEqual([
        { taskId: 'a', ok: true },
        { taskId: 'b', ok: false, code: 'GRAFLOW_TASK_FAILED' },
        { taskId: 'c', ok: true },
      ]);
      expect(await whole.result()).toHaveLength(2);
    });

    test('waits for members that are enqueued later, and may itself be waited for before it is made', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop, [], { taskId: 'next', after: ['g'] });
      await queue.group(['a', 'b', 'c'], { groupId: 'g' });
      await queue.enqueue(three());
      for (const spec of await claimMany(queue, 3)) await queue.ack(spec);
      expect((await claimNext(queue)).taskId).toBe('next');
    });

    test('without members has ended', async () => {
      const { queue } = await setup();
      expect(await (await queue.group([])).result()).toEqual([]);
    });

    test('may be a member of another one', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const inner = await queue.group(['a', 'b'], { groupId: 'inner' });
      const outer = await queue.group([inner, 'c']);
      for (const spec of await claimMany(queue, 3)) await queue.ack(spec);
      expect(await outer.result()).toEqual([
        { taskId: 'inner', ok: true },
        { taskId: 'c', ok: true },
      ]);
    });

    test('keeps its id from tasks, while it is open and once it has ended', async () => {
      const { queue, another } = await setup();
      await queue.enqueue(three());
      const group = await queue.group(['a', 'b'], { groupId: 'g' });
      const taken = { code: 'GRAFLOW_TASK_ID_TAKEN', details: { taskId: 'g' } };
      const other = await another();
      await expect(other.enqueue(noop, [], { taskId: 'g' })).rejects.toMatchObject(taken);
      const followUp = new TaskSpec({ executable: noop, taskId: 'g' });
      const [first, ...others] = (await claimMany(queue, 3)) as [TaskSpec, ...TaskSpec[]];
      await expect(queue.ack(first, 1, { followUps: [followUp] })).rejects.toMatchObject(taken);
      for (const spec of [first, ...others]) await queue.ack(spec);
      expect(await group.result()).toHaveLength(2);
      await expect(other.enqueue(noop, [], { taskId: 'g' })).rejects.toMatchObject(taken);
    });

    test('sent again is the same group, and another one with its id is refused', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const make = (members: readonly string[]) => queue.group(members, { groupId: 'g', policy: 'best-effort' });
      const handles = await Promise.all([make(['a', 'b']), make(['a', 'b'])]);
      await expect(make(['a', 'c'])).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      await expect(queue.group(['b'], { groupId: 'a' })).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      for (const spec of await claimMany(queue, 3)) await queue.ack(spec);
      handles.push(await make(['a', 'b']));
      await expect(make(['a', 'c'])).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
      for (const handle of handles) expect(await handle.result()).toHaveLength(2);
    });

    test('gives its ends as an argument', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const group = await queue.group(['a'], { resultTtlMs: 0 });
      const next = await queue.enqueue(echo, [resultOf(group)], { priority: -1 });
      for (const spec of await claimMany(queue, 3)) await queue.ack(spec);
      await run(queue, await claimNext(queue));
      expect(await next.result()).toEqual([{ taskId: 'a', ok: true }]);
    });

    test('is no dead letter when it fails: there is nothing to run again', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const group = await queue.group(['a', 'b', 'c']);
      for (const spec of await claimMany(queue, 3)) await queue.bury(spec, failed);
      await expect(group.result()).rejects.toMatchObject(groupFailed);
      expect(await queue.deadLetters.count()).toBe(3);
    });

    test('can be cancelled', async () => {
      const { queue } = await setup();
      const group = await queue.group(['never']);
      const next = await queue.enqueue(noop, [], { after: [group.taskId] });
      expect(await group.cancel()).toBe('cancelled');
      await expect(group.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_CANCELLED' });
      await expect(next.result()).rejects.toMatchObject({ code: 'GRAFLOW_UPSTREAM_FAILED' });
    });

    test('refuses what is no member, too many of them, and policies that cannot be met', async () => {
      const { queue } = await setup();
      const refused = { code: 'GRAFLOW_OPTION_INVALID' };
      const many = Array.from({ length: 1_001 }, (_, index) => `task-${index}`);
      await expect(queue.group('a' as never)).rejects.toMatchObject(refused);
      await expect(queue.group([{} as never])).rejects.toMatchObject(refused);
      await expect(queue.group(many)).rejects.toMatchObject(refused);
      await expect(queue.group(['g'], { groupId: 'g' })).rejects.toMatchObject(refused);
      await expect(queue.group(['a'], { policy: { atLeast: 2 } })).rejects.toMatchObject(refused);
      await expect(queue.group(['a'], { policy: { critical: ['b'] } })).rejects.toMatchObject(refused);
      await expect(queue.group(['a'], { deadline: 1 } as never)).rejects.toMatchObject(refused);
    });
  });

  describe('the policy of a group', () => {
    /** One member ends well, one is a dead letter, one is cancelled; a task waits for the group. */
    const endThree = async ({ queue }: OpenedQueue, policy: GroupPolicy) => {
      const [, , last] = await queue.enqueue(three());
      const group = await queue.group(['a', 'b', 'c'], { policy });
      const next = await queue.enqueue(noop, [], { after: [group.taskId] });
      const [first, second] = (await claimMany(queue, 2)) as [TaskSpec, TaskSpec];
      await last?.cancel();
      await queue.bury(second, failed);
      await expectEmpty(queue);
      await queue.ack(first);
      return { group, next };
    };

    test.each<GroupPolicy>(['best-effort', { atLeast: 1 }, { critical: ['a'] }])('%j is met by one', async (policy) => {
      const opened = await setup();
      const { group, next } = await endThree(opened, policy);
      expect((await group.result()).map(({ ok }) => ok)).toEqual([true, false, false]);
      expect((await claimNext(opened.queue)).taskId).toBe(next.taskId);
    });

    test.each<GroupPolicy>(['all', { atLeast: 2 }, { critical: ['b'] }, { critical: ['c'] }])(
      '%j is not met, and ends what was to run then',
      async (policy) => {
        const opened = await setup();
        const { group, next } = await endThree(opened, policy);
        await expect(group.result()).rejects.toMatchObject(groupFailed);
        await expect(next.result()).rejects.toMatchObject({ code: 'GRAFLOW_UPSTREAM_FAILED' });
        await expectEmpty(opened.queue);
      },
    );
  });

  describe('the deadline of a group', () => {
    test('ends it by what has ended until then', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const claimed = await claimMany(queue, 3);
      await queue.ack(claimed.find(({ taskId }) => taskId === 'a') as TaskSpec);
      const deadlineMs = 500; // what lies in other partitions is heard of within that
      const some = await queue.group(['a', 'b'], { policy: { atLeast: 1 }, deadlineMs });
      const all = await queue.group(['a', 'b'], { deadlineMs });
      const next = await queue.enqueue(noop, [], { after: [some.taskId] });
      expect((await claimNext(queue)).taskId).toBe(next.taskId);
      expect(await some.result()).toEqual([
        { taskId: 'a', ok: true },
        { taskId: 'b', ok: false },
      ]);
      await expect(all.result()).rejects.toMatchObject(groupLate);
    });

    test('is kept although a member ends later', async () => {
      const { queue } = await setup();
      await queue.enqueue(three());
      const [first, ...others] = (await claimMany(queue, 3)) as [TaskSpec, TaskSpec, TaskSpec];
      const group = await queue.group(['a'], { deadlineMs: 50, policy: 'best-effort' });
      const waiting = queue.dequeue({ waitMs: 1_000 });
      expect(await group.result()).toEqual([{ taskId: 'a', ok: false }]);
      for (const spec of [first, ...others]) await queue.ack(spec);
      expect(await group.result()).toEqual([{ taskId: 'a', ok: false }]);
      expect(await waiting).toBeUndefined();
    });
  });
}
