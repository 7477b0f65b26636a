import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext, run } from './claimed.ts';
import type { Setup } from './harness.ts';

const timeout = 30_000;

/** Tasks that are defined while the program runs, and known by name. */
export function describePublish(setup: Setup): void {
  describe('a published task', { timeout }, () => {
    test('runs by its name where nobody registered it, with what it captured', async () => {
      const { queue, another } = await setup({ isSigned: true });
      const factor = 7;
      await queue.publish('scale', (value: number) => value * factor);
      const handle = await queue.enqueue(new TaskSpec({ name: 'scale', args: [6] }));
      const worker = await another();
      await run(worker, await claimNext(worker));
      expect(await handle.result()).toBe(42);
    });

    test('is the newest of its name, also for tasks that wait already', async () => {
      const { queue, another } = await setup({ isSigned: true });
      await queue.publish('version', () => 1);
      const handle = await queue.enqueue(new TaskSpec({ name: 'version' }));
      await (await another()).publish('version', () => 2);
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(2);
    });

    test('is as it was when it was published', async () => {
      const { queue } = await setup({ isSigned: true });
      const captured = { value: 'then' };
      await queue.publish('read', () => captured.value);
      captured.value = 'now';
      const handle = await queue.enqueue(new TaskSpec({ name: 'read' }));
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe('then');
    });

    test('is not asked for where the name is known', async () => {
      const { queue } = await setup({ isSigned: true });
      await queue.publish('add', () => 'published');
      const handle = await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }));
      await run(queue, await claimNext(queue));
      expect(await handle.result()).toBe(3);
    });

    test('is unknown again once it is taken away', async () => {
      const { queue, another } = await setup({ isSigned: true });
      await queue.publish('gone', () => 1);
      expect(await (await another()).unpublish('gone')).toBe(true);
      expect(await queue.unpublish('gone')).toBe(false);
      await queue.enqueue(new TaskSpec({ name: 'gone' }));
      const spec = await claimNext(queue);
      await expect(spec.ensureDeserialized()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_UNKNOWN' });
    });

    test('is refused with a name that no task may have, and where it cannot travel', async () => {
      const { queue } = await setup({ isSigned: true });
      const bytes = new Blob(['a']);
      await expect(queue.publish('1st', () => 1)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_NAME_INVALID' });
      await expect(queue.publish('held', () => bytes)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_NOT_PICKLABLE' });
      await expect(queue.publish('none', 5 as never)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_NOT_CALLABLE' });
    });

    test('is one of a thousand at the most', async () => {
      const { queue } = await setup({ isSigned: true });
      for (let count = 0; count < 1_000; count += 1) await queue.publish(`task-${count}`, () => 1);
      await expect(queue.publish('one-more', () => 1)).rejects.toMatchObject({ code: 'GRAFLOW_PUBLISHED_TOO_MANY' });
      await queue.publish('task-7', () => 2);
      await queue.unpublish('task-8');
      await queue.publish('one-more', () => 1);
    });

    test('is refused when the queue is closed', async () => {
      const { queue } = await setup({ isSigned: true });
      await queue.close();
      await expect(queue.publish('late', () => 1)).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
