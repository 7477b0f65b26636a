import { describe, expect, test } from 'vitest';
import { claimNext } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { noop } from './tasks.ts';

const closed = { code: 'GRAFLOW_QUEUE_CLOSED' };

/** The end of a queue object. */
export function describeClose(setup: Setup): void {
  describe('close', () => {
    test('ends every wait for a task', async () => {
      const { queue } = await setup();
      const waits = [queue.dequeue(), queue.dequeue({ waitMs: longMs })];
      const refused = Promise.all(waits.map((wait) => expect(wait).rejects.toMatchObject(closed)));
      await queue.close();
      await refused;
    });

    test('ends every wait for an outcome', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const refused = expect(handle.result()).rejects.toMatchObject(closed);
      await claimNext(queue);
      await queue.close();
      await refused;
    });

    test('may be called twice, one after the other and at once', async () => {
      const { queue } = await setup();
      await Promise.all([queue.close(), queue.close()]);
      await expect(queue.close()).resolves.toBeUndefined();
    });

    test('may be the first thing that happens to a queue', async () => {
      const { queue } = await setup();
      await expect(queue.close()).resolves.toBeUndefined();
    });

    test('ends by its deadline, whatever is still claimed', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await claimNext(queue);
      const start = performance.now();
      await queue.close({ deadlineMs: 1_000 });
      expect(performance.now() - start).toBeLessThan(2_000);
    });

    test('leaves nothing that can be done', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      await queue.close();
      const uses = [
        queue.enqueue(noop),
        queue.enqueue([]),
        queue.dequeue(),
        queue.dequeue({ waitMs: 0 }),
        queue.ack(spec),
        queue.retry(spec),
        queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'Error', message: 'no' } }),
        queue.release(spec),
        handle.result(),
        queue.handle(handle.taskId).result(),
      ];
      await Promise.all(uses.map((use) => expect(use).rejects.toMatchObject(closed)));
    });

    test('is what disposing does', async () => {
      const { queue } = await setup();
      await queue[Symbol.asyncDispose]();
      await expect(queue.enqueue(noop)).rejects.toMatchObject(closed);
    });
  });
}
