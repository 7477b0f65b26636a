import { runSchedules, type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { add, echo, noop } from './tasks.ts';

const everyMs = 100;
const daily = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' };

/** Waits until a moment has passed, on the clock that queue and test share. */
const passes = (moment: number): Promise<void> =>
  vi.waitFor(() => expect(Date.now()).toBeGreaterThan(moment), { timeout: longMs, interval: 5 });

/** Waits until the first tick of a schedule and so many more have passed. */
async function ticksPass(queue: TaskQueue, more = 0): Promise<void> {
  const [schedule] = await queue.schedules.list();
  await passes((schedule?.nextAt ?? Infinity) + more * everyMs);
}

const tickOf = ({ taskId }: TaskSpec): number => Number(taskId.slice(taskId.lastIndexOf('.') + 1));

/** Tasks that are due again and again. */
export function describeSchedules(setup: Setup): void {
  describe('a schedule', () => {
    test('makes its task at each tick, under the id of the tick', async () => {
      const { queue } = await setup();
      await queue.schedules.set('sum', { everyMs }, add, [1, 2], { priority: 2 });
      const [{ nextAt } = { nextAt: 0 }] = await queue.schedules.list();
      expect(nextAt % everyMs).toBe(0);
      await ticksPass(queue);
      await queue.schedules.tick();
      const spec = await claimNext(queue);
      expect(spec.taskId.startsWith('sum.')).toBe(true);
      expect(tickOf(spec) % everyMs).toBe(0);
      expect(tickOf(spec)).toBeGreaterThanOrEqual(nextAt);
      await run(queue, spec);
      expect(await queue.handle(spec.taskId).result()).toBe(3);
      await expectEmpty(queue);
    });

    test('goes by cron in its time zone', async () => {
      const { queue } = await setup();
      await queue.schedules.set('nightly', daily, noop);
      const [state] = await queue.schedules.list();
      const local = new Date(state?.nextAt ?? 0).toLocaleTimeString('de-DE', { timeZone: daily.timeZone });
      expect(local).toBe('03:00:00');
      const waitMs = (await queue.schedules.tick()) as number;
      expect(Math.abs(Date.now() + waitMs - (state?.nextAt ?? 0))).toBeLessThan(longMs);
      await expectEmpty(queue);
    });

    test('ticks once, however many make its tasks', async () => {
      const { queue, another } = await setup();
      const others = await Promise.all([1, 2, 3, 4].map(() => another()));
      const ended = new AbortController();
      await queue.schedules.set('steady', { everyMs, missed: 'all' }, noop);
      const running = [queue, ...others].map((each) => runSchedules(each, { signal: ended.signal }));
      onTestFinished(() => ended.abort());
      const ticks = (await claimMany(queue, 8)).map(tickOf);
      ended.abort();
      await Promise.all(running);
      const [first = 0] = ticks;
      expect(ticks).toEqual(ticks.map((_, index) => first + index * everyMs));
    });

    test('makes up for all missed ticks where it says so', async () => {
      const { queue } = await setup();
      await queue.schedules.set('late', { everyMs, missed: 'all' }, noop);
      const [state] = await queue.schedules.list();
      await ticksPass(queue, 3);
      await queue.schedules.tick();
      const first = state?.nextAt ?? 0;
      expect((await claimMany(queue, 4)).map(tickOf)).toEqual([0, 1, 2, 3].map((index) => first + index * everyMs));
    });

    test.each(['once', 'skip'] as const)('makes the newest of missed ticks: %s', async (missed) => {
      const { queue } = await setup();
      await queue.schedules.set('late', { everyMs, missed }, noop);
      await ticksPass(queue, 3);
      await queue.schedules.tick();
      const [state] = await queue.schedules.list();
      expect(tickOf(await claimNext(queue))).toBe((state?.nextAt ?? 0) - everyMs);
      await expectEmpty(queue);
    });

    test('set again with the same times keeps its next tick and takes the new task', async () => {
      const { queue, another } = await setup();
      await queue.schedules.set('report', { everyMs }, echo, ['old']);
      const [before] = await queue.schedules.list();
      await passes((before?.nextAt ?? 0) + 1);
      await (await another()).schedules.set('report', { everyMs }, echo, ['new']);
      expect(await queue.schedules.list()).toEqual([before]);
      await queue.schedules.tick();
      expect((await claimNext(queue)).args).toEqual(['new']);
    });

    test('set again with other times starts anew', async () => {
      const { queue } = await setup();
      await queue.schedules.set('report', daily, noop);
      await queue.schedules.set('report', { everyMs: 3_600_000 }, noop);
      const [state, ...others] = await queue.schedules.list();
      expect(others).toEqual([]);
      expect(state).toMatchObject({ id: 'report', schedule: { everyMs: 3_600_000 }, name: 'noop' });
      expect((state?.nextAt ?? 0) % 3_600_000).toBe(0);
    });

    test('is listed by its next tick, and ticks no more once it is removed', async () => {
      const { queue } = await setup();
      await queue.schedules.set('nightly', daily, noop);
      await queue.schedules.set('often', { everyMs }, noop);
      expect((await queue.schedules.list()).map(({ id }) => id)).toEqual(['often', 'nightly']);
      await ticksPass(queue);
      expect(await queue.schedules.remove('often')).toBe(true);
      expect(await queue.schedules.remove('often')).toBe(false);
      await queue.schedules.tick();
      await expectEmpty(queue);
      await queue.schedules.remove('nightly');
      expect(await queue.schedules.tick()).toBeUndefined();
    });

    test('makes no second task while the first one is known by its key', async () => {
      const { queue } = await setup();
      await queue.schedules.set('slow', { everyMs, missed: 'all' }, noop, [], { dedup: { key: 'slow' } });
      await ticksPass(queue, 2);
      await queue.schedules.tick();
      const spec = await claimNext(queue);
      await expectEmpty(queue);
      await queue.ack(spec);
      await ticksPass(queue);
      await queue.schedules.tick();
      expect(tickOf(await claimNext(queue))).toBeGreaterThan(tickOf(spec));
    });

    test('keeps its arguments as they were', async () => {
      const { queue } = await setup();
      const list = [1];
      await queue.schedules.set('list', { everyMs }, echo, [list]);
      list.push(2);
      await ticksPass(queue);
      await queue.schedules.tick();
      expect((await claimNext(queue)).args).toEqual([[1]]);
    });

    test('takes a spec, and the name of a task that only the worker knows', async () => {
      const { queue } = await setup();
      await queue.schedules.set('sum', { everyMs }, new TaskSpec({ name: 'add', args: [3, 4], resolverId: 'etl' }));
      await ticksPass(queue);
      await queue.schedules.tick();
      const spec = await claimNext(queue);
      expect(spec.resolverId).toBe('etl');
      await run(queue, spec);
      expect(await queue.handle(spec.taskId).result()).toBe(7);
    });

    test.each([
      ['a bad id', (queue: TaskQueue) => queue.schedules.set('a b', daily, noop)],
      ['a bad pattern', (queue: TaskQueue) => queue.schedules.set('a', { cron: '61 * * * *' }, noop)],
      ['a bad time zone', (queue: TaskQueue) => queue.schedules.set('a', { ...daily, timeZone: 'Mars/City' }, noop)],
      ['a time of its own', (queue: TaskQueue) => queue.schedules.set('a', daily, noop, [], { delayMs: 5 })],
    ])('is refused with %s', async (_, set) => {
      const { queue } = await setup();
      await expect(set(queue)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      expect(await queue.schedules.list()).toEqual([]);
    });

    test('is refused by a closed queue', async () => {
      const { queue } = await setup();
      await queue.close();
      await expect(queue.schedules.set('a', daily, noop)).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
