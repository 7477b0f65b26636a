import type { DeadReason, TaskQueue } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimNext, run } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { echo } from './tasks.ts';

const reason: DeadReason = { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'RangeError', message: 'too far' } };
const long = 'x'.repeat(1_000);

/** Runs a task whose result is a thousand letters. */
async function runOne(queue: TaskQueue, taskId: string, value = long): Promise<void> {
  await queue.enqueue(echo, [value], { taskId });
  await run(queue, await claimNext(queue));
}

async function buryOne(queue: TaskQueue, taskId: string): Promise<void> {
  await queue.enqueue(echo, [long], { taskId });
  await queue.bury(await claimNext(queue), reason);
}

/** What of the tasks is still known. */
async function knownOf(queue: TaskQueue, ids: readonly string[]): Promise<readonly string[]> {
  const results = ids.map((id) => queue.handle(id).result({ timeoutMs: 200 }));
  const answers = await Promise.allSettled(results);
  return ids.filter((_id, index) => answers[index]?.status === 'fulfilled');
}

const lettersOf = async (queue: TaskQueue): Promise<readonly string[]> =>
  (await queue.deadLetters.list()).map(({ taskId }) => taskId).toSorted();

/** What is kept of tasks that have ended. */
export function describeRetention(setup: Setup): void {
  describe('outcomes with a limit in bytes', () => {
    test('go where all take more, those that ended first before the others, and their ids are free', async () => {
      const { queue, another } = await setup();
      await queue.limits.set({ results: { bytes: 2_500 } });
      const ids = ['a', 'b', 'c', 'd'];
      for (const id of ids) await runOne(await another(), id);
      expect(await knownOf(queue, ids)).toEqual(['c', 'd']);
      await runOne(queue, 'a', 'other content');
      expect(await queue.handle('a').result()).toBe('other content');
    });

    test('are told to whoever waits although one alone takes more', async () => {
      const { queue } = await setup();
      await queue.limits.set({ results: { bytes: 10 } });
      const handle = await queue.enqueue(echo, [long]);
      const result = handle.result();
      await run(queue, await claimNext(queue));
      expect(await result).toBe(long);
    });

    test('stay where the limit is taken away, and those from before it do not count', async () => {
      const { queue } = await setup();
      await runOne(queue, 'before');
      await queue.limits.set({ results: { bytes: 1_500 } });
      await runOne(queue, 'a');
      expect(await knownOf(queue, ['before', 'a'])).toEqual(['before', 'a']);
      await queue.limits.set({});
      await runOne(queue, 'b');
      await runOne(queue, 'c');
      expect(await knownOf(queue, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    });

    test('make room by those whose time is over', async () => {
      const { queue } = await setup();
      await queue.limits.set({ results: { bytes: 2_500 } });
      await queue.enqueue(echo, [long], { taskId: 'short', resultTtlMs: 100 });
      await run(queue, await claimNext(queue));
      await vi.waitFor(async () => expect(await knownOf(queue, ['short'])).toEqual([]), { timeout: longMs });
      for (const id of ['a', 'b']) await runOne(queue, id);
      expect(await knownOf(queue, ['a', 'b'])).toEqual(['a', 'b']);
    });
  });

  describe('dead letters with limits', () => {
    test.each([
      ['count', { count: 2 }],
      ['bytes', { bytes: 2_900 }],
    ])('go where there are too many, the oldest first: %s', async (_what, deadLetters) => {
      const { queue, another } = await setup();
      await queue.limits.set({ deadLetters });
      for (const id of ['a', 'b', 'c']) await buryOne(queue, id);
      const other = await another();
      await vi.waitFor(async () => expect(await lettersOf(other)).toEqual(['b', 'c']), { timeout: longMs });
      expect(await queue.deadLetters.replay('a')).toBe(0);
    });

    test('go when they are too old', async () => {
      const { queue } = await setup();
      await queue.limits.set({ deadLetters: { ageMs: 50 } });
      await buryOne(queue, 'a');
      await vi.waitFor(async () => expect(await lettersOf(queue)).toEqual([]), { timeout: longMs });
    });
  });

  test('limits of what is kept can be read, and must make sense', async () => {
    const { queue, another } = await setup();
    const limits = { results: { bytes: 1_000 }, deadLetters: { count: 5, ageMs: 1_000, bytes: 1_000 } };
    await queue.limits.set(limits);
    expect(await (await another()).limits.get()).toEqual(limits);
    for (const bad of [
      { results: { bytes: 0 } },
      { results: {} },
      { deadLetters: { count: 0 } },
      { deadLetters: { ageMs: 0 } },
    ])
      await expect(queue.limits.set(bad as never)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
  });
}
