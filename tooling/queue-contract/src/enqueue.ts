import { type TaskHandle, TaskSpec } from '@graflow/taskspec';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { claimMany, claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { add, echo, inOrder, noop } from './tasks.ts';

/** What may be enqueued, and what comes back. */
export function describeEnqueue(setup: Setup): void {
  describe('enqueue', () => {
    test('takes a function and its arguments, and gives a handle typed by the function', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(add, [1, 2]);
      expectTypeOf(handle).toEqualTypeOf<TaskHandle<number>>();
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(3);
    });

    test('takes a spec and says that it is enqueued', async () => {
      const { queue } = await setup();
      const spec = new TaskSpec({ executable: add, args: [2, 3] });
      const handle = await queue.enqueue(spec);
      expect(spec.status).toBe('enqueued');
      expect(handle.taskId).toBe(spec.taskId);
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(5);
    });

    test('takes the name of a task that only the worker knows', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(new TaskSpec({ name: 'add', args: [3, 4] }));
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(7);
    });

    test('gives a handle for each spec of a list, in its order', async () => {
      const { queue } = await setup();
      const sum = new TaskSpec({ executable: add, args: [1, 1], ...inOrder() });
      const nothing = new TaskSpec({ executable: noop, ...inOrder() });
      const handles = await queue.enqueue([sum, nothing]);
      expectTypeOf(handles).toEqualTypeOf<[TaskHandle<number>, TaskHandle<void>]>();
      expect(handles.map(({ taskId }) => taskId)).toEqual([sum.taskId, nothing.taskId]);
      expect((await claimMany(queue, 2)).map(({ taskId }) => taskId)).toEqual([sum.taskId, nothing.taskId]);
    });

    test('takes an empty list', async () => {
      const { queue } = await setup();
      expect(await queue.enqueue([])).toEqual([]);
      await expectEmpty(queue);
    });

    test('takes several thousand specs at once and keeps their order', { timeout: 60_000 }, async () => {
      const { queue } = await setup();
      const specs = Array.from(
        { length: 3_500 },
        (_, index) => new TaskSpec({ executable: echo, args: [index], ...inOrder() }),
      );
      const handles = await queue.enqueue(specs);
      expect(handles.map(({ taskId }) => taskId)).toEqual(specs.map(({ taskId }) => taskId));
      const claimed = await claimMany(queue, specs.length);
      expect(claimed.map(({ args }) => args[0])).toEqual(specs.map((_, index) => index));
      await expectEmpty(queue);
    });

    test('adds nothing of a list of which one cannot travel', async () => {
      const { queue } = await setup();
      const good = new TaskSpec({ executable: echo, args: [1] });
      const bad = new TaskSpec({ executable: echo, args: [() => 1] });
      await expect(queue.enqueue([good, bad])).rejects.toMatchObject({ code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' });
      await expectEmpty(queue);
    });

    test('refuses what is neither a function nor a spec', async () => {
      const { queue } = await setup();
      await expect(queue.enqueue('add' as never)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      await expect(queue.enqueue(add, 'no list' as never)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
    });

    test('refuses an option that is not known or has a bad value', async () => {
      const { queue } = await setup();
      const unknown = { prio: 1 } as never;
      await expect(queue.enqueue(noop, [], unknown)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      await expect(queue.enqueue(noop, [], { priority: 3 })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
    });

    test('gives specs that name no resolver the one of the queue', async () => {
      const { queue } = await setup({ resolverId: 'etl' });
      await queue.enqueue([
        new TaskSpec({ executable: add, args: [1, 2], ...inOrder() }),
        new TaskSpec({ name: 'echo', args: [1], resolverId: 'default', ...inOrder() }),
      ]);
      expect((await claimMany(queue, 2)).map(({ resolverId }) => resolverId)).toEqual(['etl', 'default']);
    });
  });
}
