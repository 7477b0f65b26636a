import { runInTaskContext, type TaskContext, type TaskQueue, type TaskSpec } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimNext } from './claimed.ts';
import { runAs } from './run-as.ts';
import { longMs, type Setup, shortMs } from './harness.ts';
import { noop } from './tasks.ts';

const timeout = 30_000;
const failure = { name: 'Error', message: 'no' };

/** What a running task writes: once for each task and position. */
export function describeStateInTasks(setup: Setup): void {
  describe('what a task writes to a state', { timeout }, () => {
    test.each<[string, (queue: TaskQueue, spec: TaskSpec) => Promise<unknown>]>([
      ['failed', (queue, spec) => queue.retry(spec, { failure })],
      ['was given back', (queue, spec) => queue.release(spec)],
      ['was lost with its run', (queue, spec) => queue.release(spec, { crash: failure })],
      [
        'was dead-lettered and replayed',
        async (queue, spec) => {
          await queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure });
          await queue.deadLetters.replay(spec.taskId);
        },
      ],
    ])('is applied once, also where it runs again because it %s', async (_, end) => {
      const { queue, another } = await setup();
      const other = await another();
      const write = async (here: TaskQueue) => {
        const state = here.state('run');
        return [
          await state.add('total', 5),
          await state.append('list', 'a'),
          await state.compareAndSet('owner', undefined, 'me'),
          await state.set('last', 1),
          await state.add('total', 1),
        ];
      };
      await queue.enqueue(noop);
      const first = await claimNext(queue);
      const gave = await runAs(queue, first, () => write(queue));
      expect(gave).toEqual([5, 1, true, undefined, 6]);
      await queue.state('run').add('total', 100);
      await queue.state('run').set('last', 2);
      await end(queue, first);
      const second = await claimNext(other);
      expect(await runAs(other, second, () => write(other))).toEqual(gave);
      expect(await queue.state('run').get('total')).toBe(106);
      expect(await queue.state('run').get('list')).toEqual(['a']);
      expect(await queue.state('run').get('last')).toBe(2);
    });

    test('goes on where the attempt before stopped', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      await queue.enqueue(noop);
      const first = await claimNext(queue);
      await runAs(queue, first, () => state.add('total', 1));
      await queue.retry(first);
      const second = await claimNext(queue);
      const sums = await runAs(queue, second, async () => [await state.add('total', 1), await state.add('total', 1)]);
      expect(sums).toEqual([1, 2]);
    });

    test('counts positions in the order of the calls, also when nobody waits between them', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      const write = () => Promise.all([1, 2, 3].map((value) => state.append(`list-${value}`, value)));
      expect(await runAs(queue, spec, write)).toEqual([1, 1, 1]);
      expect(await runAs(queue, spec, write)).toEqual([1, 1, 1]);
      expect(await state.get('list-3')).toEqual([3]);
    });

    test('is refused where the same position was another write before', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      await queue.enqueue(noop, [], { taskId: 'moody' });
      const spec = await claimNext(queue);
      await runAs(queue, spec, () => state.add('total', 1));
      await expect(runAs(queue, spec, () => state.add('other', 1))).rejects.toMatchObject({
        code: 'GRAFLOW_STATE_DIVERGED',
        message: expect.stringContaining('Write 1 of task moody') as string,
      });
      await expect(runAs(queue, spec, () => state.set('total', 1))).rejects.toMatchObject({
        code: 'GRAFLOW_STATE_DIVERGED',
      });
      expect(await state.get('total')).toBe(1);
      expect(await state.get('other')).toBeUndefined();
    });

    test('is refused when its claim is over', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      const lost = { code: 'GRAFLOW_LEASE_LOST' };
      await queue.enqueue(noop);
      const first = await claimNext(queue);
      await queue.retry(first);
      await expect(runAs(queue, first, () => state.add('total', 1))).rejects.toMatchObject(lost);
      const second = await claimNext(queue);
      await expect(runAs(queue, first, () => state.add('total', 1))).rejects.toMatchObject(lost);
      await runAs(queue, second, () => state.add('total', 1));
      await queue.ack(second);
      await expect(runAs(queue, second, () => state.add('total', 1))).rejects.toMatchObject(lost);
      expect(await state.get('total')).toBe(1);
    });

    test('is applied once in another queue too', async () => {
      const { queue } = await setup();
      const { queue: elsewhere } = await setup();
      await queue.enqueue(noop);
      const first = await claimNext(queue);
      await runAs(queue, first, () => elsewhere.state('run').add('total', 1));
      await queue.retry(first);
      const second = await claimNext(queue);
      expect(await runAs(queue, second, () => elsewhere.state('run').add('total', 1))).toBe(1);
    });

    test('begins anew when the id of a task that was discarded or cancelled is used again', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      const claimAnew = () =>
        vi.waitFor(async () => {
          await queue.enqueue(noop, [], { taskId: 'one', resultTtlMs: 0 });
          const spec = await queue.dequeue({ waitMs: shortMs });
          if (spec === undefined) throw new Error('its outcome is not forgotten yet');
          return spec;
        }, longMs);
      const first = await claimAnew();
      await runAs(queue, first, () => state.add('total', 1));
      await queue.handle('one').cancel();
      const second = await claimAnew();
      expect(await runAs(queue, second, () => state.add('total', 1))).toBe(2);
      await queue.bury(second, { code: 'GRAFLOW_TASK_FAILED', failure });
      await queue.deadLetters.discard('one');
      const third = await claimAnew();
      expect(await runAs(queue, third, () => state.add('total', 1))).toBe(3);
    });

    test('is at most ten thousand writes', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const { taskId, claim } = await claimNext(queue);
      const writes = { address: queue.address, token: String(claim?.token), next: () => 10_001 };
      const context = { taskId, writes } as TaskContext;
      await expect(runInTaskContext(context, () => queue.state('run').add('total', 1))).rejects.toMatchObject({
        code: 'GRAFLOW_STATE_WRITES_TOO_MANY',
      });
    });
  });
}
