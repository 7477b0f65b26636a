import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimMany, claimNext } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { claimAll, ids, keyed, openLimited } from './keyed.ts';
import { echo, noop } from './tasks.ts';

const dropped = { code: 'GRAFLOW_TASK_DROPPED', attempt: 0 };
const full = { code: 'GRAFLOW_BACKLOG_FULL' };
const dropping = (count: number) => ({ backlog: { count, whenFull: 'drop-oldest' } }) as const;

/** Tasks with these ids. */
const named = (...taskIds: readonly string[]): readonly TaskSpec[] =>
  taskIds.map((taskId) => new TaskSpec({ executable: noop, taskId }));

const send = (queue: TaskQueue, taskId: string, priority: number) => queue.enqueue(noop, [], { taskId, priority });

/** What becomes of the oldest tasks of a full queue. */
export function describeDropOldest(setup: Setup): void {
  describe('a full backlog that drops the oldest', () => {
    test('lets the task that waits longest give way, and tells its handle by name', async () => {
      const { queue, another } = await openLimited(setup, dropping(3));
      await queue.enqueue(named('a', 'b', 'c'));
      const ends = expect(queue.handle('a').result()).rejects.toMatchObject({ ...dropped, taskId: 'a' });
      await (await another()).enqueue(named('d', 'e'));
      await ends;
      await expect(queue.handle('b').result({ timeoutMs: longMs })).rejects.toThrow('Task b was dropped: ');
      expect(await queue.stats()).toMatchObject({ waiting: 3, dead: 0 });
      expect(await claimAll(queue)).toEqual(['c', 'd', 'e']);
    });

    test('lets those of the lowest priority go first, and none for one of a lower priority', async () => {
      const { queue } = await openLimited(setup, dropping(3));
      await send(queue, 'high', 2);
      await send(queue, 'middle', 0);
      await send(queue, 'low', -1);
      await send(queue, 'more', 0);
      await expect(send(queue, 'lowest', -2)).rejects.toMatchObject(full);
      await send(queue, 'urgent', 1);
      expect(await claimAll(queue)).toEqual(['high', 'urgent', 'more']);
      await expect(queue.handle('low').result()).rejects.toMatchObject(dropped);
      await expect(queue.handle('middle').result()).rejects.toMatchObject(dropped);
    });

    test('leaves what runs and what is delayed, but not what was delayed until now', async () => {
      const { queue } = await openLimited(setup, dropping(2));
      await queue.enqueue(noop, [], { taskId: 'runs' });
      await claimNext(queue);
      await queue.enqueue(noop, [], { taskId: 'later', delayMs: 60_000 });
      await queue.enqueue(named('due'));
      await queue.enqueue(named('new'));
      await expect(queue.handle('due').result()).rejects.toMatchObject(dropped);
      await queue.enqueue(noop, [], { taskId: 'soon', delayMs: 1 });
      await expect(queue.handle('new').result()).rejects.toMatchObject(dropped);
      await expect
        .poll(() =>
          queue.enqueue(named('last')).then(
            () => 'taken',
            ({ code }) => code,
          ),
        )
        .toBe('taken');
      await expect(queue.handle('soon').result()).rejects.toMatchObject(dropped);
      expect(await queue.stats()).toMatchObject({ waiting: 1, delayed: 1, running: 1 });
    });

    test('takes all tasks of a list or none, and drops nothing for one that has no room', async () => {
      const { queue } = await openLimited(setup, dropping(3));
      await send(queue, 'high', 1);
      await queue.enqueue(named('a', 'b'));
      await expect(queue.enqueue(named('c', 'd', 'e', 'f'))).rejects.toMatchObject({
        ...full,
        details: { refused: 4 },
      });
      await expect(queue.enqueue(named('c', 'd', 'e'))).rejects.toMatchObject(full);
      await queue.enqueue(named('a', 'c', 'd'));
      expect(await claimAll(queue)).toEqual(['high', 'c', 'd']);
    });

    test('lets a task of a key take the place of the oldest of its key, also where that may start nothing now', async () => {
      const { queue } = await openLimited(setup, { perKey: { concurrency: 1 }, ...dropping(4) });
      await queue.enqueue(keyed('k', 'k1~k'));
      await claimNext(queue);
      await queue.enqueue(named('a'));
      await queue.enqueue(keyed('k', 'k2~k', 'k3~k'));
      await queue.enqueue(named('b'));
      await queue.enqueue(keyed('k', 'k4~k'));
      await queue.enqueue(keyed('other', 'o1~o'));
      await expect(queue.handle('k2~k').result()).rejects.toMatchObject(dropped);
      await expect(queue.handle('a').result()).rejects.toMatchObject(dropped);
      expect(await queue.stats()).toMatchObject({ waiting: 4, running: 1 });
      await queue.enqueue(keyed('third', 't1~t', 't2~t'));
      expect(await claimAll(queue)).toEqual(['t1~t']);
      await expect(queue.handle('b').result()).rejects.toMatchObject(dropped);
      await expect(queue.handle('o1~o').result()).rejects.toMatchObject(dropped);
    });

    test('puts back what cannot give way, in its order', async () => {
      const { queue } = await openLimited(setup, { perKey: { concurrency: 2 }, ...dropping(5) });
      await queue.enqueue(keyed('k', 'k1~k', 'k2~k', 'k3~k'));
      await claimMany(queue, 2);
      await queue.enqueue(noop, [], { taskId: 'later', delayMs: 60_000 });
      await queue.enqueue(named('a', 'b'));
      const some = keyed('k', 'k4~k', 'k5~k', 'k6~k', 'k7~k', 'k8~k');
      await expect(queue.enqueue(some)).rejects.toMatchObject(full);
      expect(await queue.stats()).toMatchObject({ waiting: 3, delayed: 1 });
      expect(await claimAll(queue)).toEqual(['a', 'b']);
    });

    test('makes room for bytes, too', async () => {
      const { queue } = await openLimited(setup, { backlog: { bytes: 3_500, whenFull: 'drop-oldest' } });
      const large = (taskId: string, length = 1_000) =>
        queue.enqueue(new TaskSpec({ executable: echo, args: ['x'.repeat(length)], taskId }));
      for (const taskId of ['a', 'b', 'c', 'd', 'e']) await large(taskId);
      await expect(queue.handle('b').result()).rejects.toMatchObject(dropped);
      await large('f', 1_800);
      await expect(large('g', 5_000)).rejects.toMatchObject({ ...full, details: { unit: 'bytes' } });
      expect(await claimAll(queue)).toEqual(['e', 'f']);
    });

    test('ends what was to run after a dropped task, and counts it in its group', async () => {
      const { queue } = await openLimited(setup, dropping(2));
      const [first, second] = named('first', 'second');
      await queue.enqueue([first as TaskSpec, second as TaskSpec]);
      const after = await queue.enqueue(noop, [], { after: ['first'] });
      const group = await queue.group(['first', 'second'], { policy: { atLeast: 1 } });
      await queue.enqueue(named('third'));
      await expect(after.result()).rejects.toMatchObject({ code: 'GRAFLOW_UPSTREAM_FAILED' });
      await queue.ack(await claimNext(queue));
      expect(await group.result()).toEqual([
        { taskId: 'first', ok: false, code: 'GRAFLOW_TASK_DROPPED' },
        { taskId: 'second', ok: true },
      ]);
    });

    test('tells whoever listens, with the reason', async () => {
      const { queue } = await openLimited(setup, dropping(1));
      const events = await queue.events({ signal: AbortSignal.timeout(longMs) });
      await queue.enqueue(named('a'));
      await queue.enqueue(named('b'));
      const heard = [];
      for await (const event of events) {
        heard.push(event);
        if (heard.length === 3) break;
      }
      expect(heard).toMatchObject([
        { event: 'task-enqueued', taskId: 'a' },
        { event: 'task-dropped', taskId: 'a', attempt: 0, reason: { code: 'GRAFLOW_TASK_DROPPED' } },
        { event: 'task-enqueued', taskId: 'b' },
      ]);
    });

    test('says in which attempt the task was, and frees its key and its id', async () => {
      const { queue } = await openLimited(setup, dropping(1));
      const once = new TaskSpec({ executable: noop, taskId: 'order-17', dedup: { key: 'order-17' } });
      await queue.enqueue(once);
      await queue.retry(await claimNext(queue));
      await queue.enqueue(named('b'));
      await expect(queue.handle('order-17').result()).rejects.toMatchObject({ ...dropped, attempt: 1 });
      const again = new TaskSpec({ executable: echo, args: [1], taskId: 'order-17', dedup: { key: 'order-17' } });
      const handle = await queue.enqueue(again);
      const spec = await claimNext(queue);
      expect([spec.taskId, spec.attempt]).toEqual(['order-17', 1]);
      await queue.ack(spec, 'done');
      expect(await handle.result()).toBe('done');
    });

    test('passes over what was cancelled', async () => {
      const { queue } = await openLimited(setup, dropping(3));
      const [a] = await queue.enqueue(named('a', 'b', 'c'));
      await a?.cancel();
      await queue.enqueue(named('d'));
      await queue.enqueue(named('e'));
      await expect(queue.handle('b').result()).rejects.toMatchObject(dropped);
      expect(await queue.stats()).toMatchObject({ waiting: 3 });
      expect(await claimAll(queue)).toEqual(ids(named('c', 'd', 'e')));
    });

    test('is a limit of the queue, which can be read, and must make sense', async () => {
      const { queue, another } = await openLimited(setup, dropping(5));
      expect(await (await another()).limits.get()).toEqual(dropping(5));
      for (const whenFull of ['drop-newest', true] as never[])
        await expect(queue.limits.set({ backlog: { count: 1, whenFull } })).rejects.toMatchObject({
          code: 'GRAFLOW_OPTION_INVALID',
        });
    });
  });
}
