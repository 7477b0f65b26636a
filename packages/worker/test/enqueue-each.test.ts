import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { taskContext, TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { describe, expect, it, onTestFinished } from 'vitest';

const setup = async (serialize = true) => {
  const ran: number[] = [];
  const count = (value: number): void => void ran.push(value);
  const registry = new TaskResolverRegistry();
  const measure = (text: string): void => void ran.push(text.length);
  registry.register('default', new TaskResolver().registerTask('count', count).registerTask('measure', measure));
  const queue = new InMemoryTaskQueue({ registry, serialize });
  registry.get('default').registerTask('noop', () => undefined);
  onTestFinished(() => queue.close());
  const runAsTask = async (fn: () => unknown, taskId: string, more: object = {}) => {
    registry.get('default').registerTask(taskId, fn);
    const handle = await queue.enqueue(new TaskSpec({ name: taskId, taskId, ...more }));
    await using worker = new Worker({ queue, concurrency: 8 });
    await worker.runUntilEmpty();
    return handle.result();
  };
  return { queue, ran, count, measure, runAsTask };
};
const callsOf = (length: number) => Array.from({ length }, (_, index): [number] => [index]);
const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
const numbers = (length: number) => callsOf(length).flat();

describe('taskContext().enqueueEach', () => {
  it.each([true, false])(
    'makes a follow-up of each call, thousands of them, each once; serialized: %s',
    async (serialize) => {
      const { queue, ran, count, runAsTask } = await setup(serialize);
      const ids = await runAsTask(() => taskContext().enqueueEach(count, callsOf(3_500)), 'parent');

      expect(ids).toHaveLength(3_500);
      expect((ids as readonly string[])[3_499]).toBe('parent.1.3499');
      expect(sorted(ran)).toEqual(numbers(3_500));
      expect(await queue.handle('parent.1.3499').result()).toBeUndefined();
    },
  );

  it('sends them with the settle, and makes the same when the task runs again', async () => {
    const { ran, count, runAsTask } = await setup();
    const fanOut = async (): Promise<void> => {
      const { attempt, enqueueEach } = taskContext();
      await enqueueEach(count, callsOf(1_500));
      if (attempt === 1) throw new Error('once more');
    };
    await runAsTask(fanOut, 'parent', { retry: { maxAttempts: 2, minDelayMs: 0 } });

    expect(sorted(ran)).toEqual(numbers(1_500));
  });

  it('takes the places that follow-ups have left, and keeps two lists of one task apart', async () => {
    const { ran, count, runAsTask } = await setup();
    const fanOut = async (): Promise<readonly string[]> => {
      const { enqueue, enqueueEach } = taskContext();
      await enqueue(new TaskSpec({ name: 'noop' }));
      await enqueueEach(count, callsOf(999));
      return [];
    };
    await runAsTask(fanOut, 'full');
    expect(ran).toHaveLength(999);

    const twice = async () => {
      const { enqueueEach } = taskContext();
      return [...(await enqueueEach(count, [[1]])), ...(await enqueueEach(count, [[2]], { taskId: 'mine' }))];
    };
    expect(await runAsTask(twice, 'twice')).toEqual(['twice.1.0', 'mine.0']);
  });

  it('sends what is large in more shares than what is small', async () => {
    const { queue, ran, measure, runAsTask } = await setup();
    const large = Array.from({ length: 1_100 }, (): [string] => ['x'.repeat(5_000)]);
    await runAsTask(() => taskContext().enqueueEach(measure, large), 'large');

    expect(ran).toEqual(Array.from({ length: 1_100 }, () => 5_000));
    expect(await queue.handle('large.1.share-21').result()).toBeUndefined();
  });

  it('says the limit key in the ids, by which a queue of several partitions finds the tasks', async () => {
    const { count, runAsTask } = await setup();
    const each =
      (limitKey: string, more = {}) =>
      () =>
        taskContext().enqueueEach(count, callsOf(2), { limitKey, ...more });
    expect(await runAsTask(each('eu'), 'parent')).toEqual(['parent.1.0~eu', 'parent.1.1~eu']);
    expect(await runAsTask(each('eu', { taskId: 'mine~us' }), 'one')).toEqual(['mine..us.0~eu', 'mine..us.1~eu']);
    expect(await runAsTask(each('a key'), 'other')).toEqual(['other.1.0', 'other.1.1']);
  });

  it('refuses what cannot be said of many, and what cannot travel', async () => {
    const { count, runAsTask } = await setup();
    const options = { retry: { maxAttempts: 1 } };
    const dedup = () => taskContext().enqueueEach(count, [[1]], { dedup: { key: 'a' } });
    await expect(runAsTask(dedup, 'dedup', options)).rejects.toThrow('dedup must be left out');
    const unfit = () => taskContext().enqueueEach(count as never, [[Symbol('a')]] as never);
    await expect(runAsTask(unfit, 'unfit', options)).rejects.toThrow('calls[0]');
  });
});
