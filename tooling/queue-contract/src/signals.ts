import { describe, expect, test } from 'vitest';
import { claimNext } from './claimed.ts';
import { longMs, type Setup, shortMs } from './harness.ts';
import { runAs } from './run-as.ts';
import { noop } from './tasks.ts';

const timeout = 30_000;
const wait = { timeoutMs: longMs };

/** Lets so many milliseconds pass. */
const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Values that are told to one who waits for them. */
export function describeSignals(setup: Setup): void {
  describe('a signal', { timeout }, () => {
    test('comes to one who waits for it', async () => {
      const { queue, another } = await setup();
      const value = { by: 'Ada', at: new Date(0) };
      const waiting = queue.waitForSignal('order-17', 'approved', wait);
      await (await another()).signal('order-17', 'approved', value);
      expect(await waiting).toEqual(value);
    });

    test('that was sent before somebody waits is kept; they come in their order, each once', async () => {
      const { queue, another } = await setup();
      for (const value of [1, undefined, 'three']) await queue.signal('run', 'go', value);
      const other = await another();
      expect(await other.waitForSignal('run', 'go')).toBe(1);
      expect(await queue.waitForSignal('run', 'go')).toBeUndefined();
      expect(await other.waitForSignal('run', 'go')).toBe('three');
      await expect(queue.waitForSignal('run', 'go', { timeoutMs: shortMs })).rejects.toMatchObject({
        code: 'GRAFLOW_SIGNAL_TIMEOUT',
      });
    });

    test('comes to one of many who wait, and to nobody else', async () => {
      const { queue, another } = await setup();
      const queues = [queue, await another()] as const;
      const waiting = Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? queues[0] : queues[1]).waitForSignal<number>('run', 'go', wait),
      );
      await Promise.all(waiting.map((__, index) => queue.signal('run', 'go', index)));
      const received = await Promise.all(waiting);
      expect(received.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    test('has an id and a name, and nothing to do with a state', async () => {
      const { queue } = await setup();
      await queue.signal('run', 'go', 1);
      await queue.signal('run', 'stop', 2);
      await queue.signal('other', 'go', 3);
      expect(await queue.state('run').get('go')).toBeUndefined();
      expect(await queue.waitForSignal('other', 'go')).toBe(3);
      expect(await queue.waitForSignal('run', 'stop')).toBe(2);
      expect(await queue.waitForSignal('run', 'go')).toBe(1);
    });

    test('is kept as long as it says', async () => {
      const { queue } = await setup();
      await queue.signal('run', 'go', 'brief', { ttlMs: 1 });
      await queue.signal('run', 'go', 'lasting');
      await passed(5);
      expect(await queue.waitForSignal('run', 'go')).toBe('lasting');
    });

    test('is refused where a thousand are kept, or where it is too large', async () => {
      const { queue } = await setup();
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => queue.signal('run', 'go', index)));
      await expect(queue.signal('run', 'go', 1_000)).rejects.toMatchObject({ code: 'GRAFLOW_SIGNALS_TOO_MANY' });
      await expect(queue.signal('run', 'other', 'x'.repeat(65_536))).rejects.toMatchObject({
        code: 'GRAFLOW_PAYLOAD_TOO_LARGE',
      });
      expect(await queue.waitForSignal('run', 'go')).toBe(0);
      await queue.signal('run', 'go', 1_000);
    });

    test('makes room for itself where those before it are over', async () => {
      const { queue } = await setup();
      const brief = { ttlMs: 1 };
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => queue.signal('run', 'go', index, brief)));
      await passed(5);
      await queue.signal('run', 'go', 'fresh');
      expect(await queue.waitForSignal('run', 'go')).toBe('fresh');
    });

    test('is not waited for any more when the time is over, the AbortSignal fires or the queue closes', async () => {
      const { queue } = await setup();
      const controller = new AbortController();
      const aborted = queue.waitForSignal('run', 'go', { signal: controller.signal });
      controller.abort(new Error('enough'));
      await expect(aborted).rejects.toThrow('enough');
      await expect(queue.waitForSignal('run', 'go', { signal: controller.signal })).rejects.toThrow('enough');
      await queue.signal('run', 'go', 'still there');
      expect(await queue.waitForSignal('run', 'go')).toBe('still there');
      const waiting = queue.waitForSignal('run', 'go');
      const closed = expect(waiting).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
      await queue.close();
      await closed;
      await expect(queue.signal('run', 'go')).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });

    test('is refused with an id, a name or an option that cannot be', async () => {
      const { queue } = await setup();
      const invalid = { code: 'GRAFLOW_OPTION_INVALID' };
      await expect(queue.signal('a:b', 'go')).rejects.toMatchObject(invalid);
      await expect(queue.signal('a', '')).rejects.toMatchObject(invalid);
      await expect(queue.signal('a', 'go', 1, { ttlMs: 0 })).rejects.toMatchObject(invalid);
      await expect(queue.waitForSignal('a', 'go', { timeout: 1 } as never)).rejects.toMatchObject(invalid);
      await expect(queue.waitForSignal('a', 'go', { timeoutMs: -1 })).rejects.toMatchObject(invalid);
    });

    test('is received again by the task that received it, when it runs again, and sent once', async () => {
      const { queue } = await setup();
      await queue.signal('run', 'go', 'first');
      await queue.signal('run', 'go', 'second');
      const work = async () => {
        const value = await queue.waitForSignal<string>('run', 'go', wait);
        await queue.signal('run', 'done', value);
        return value;
      };
      await queue.enqueue(noop);
      const first = await claimNext(queue);
      expect(await runAs(queue, first, work)).toBe('first');
      await queue.retry(first);
      const second = await claimNext(queue);
      expect(await runAs(queue, second, work)).toBe('first');
      expect(await queue.waitForSignal('run', 'go')).toBe('second');
      expect(await queue.waitForSignal('run', 'done')).toBe('first');
      await expect(queue.waitForSignal('run', 'done', { timeoutMs: shortMs })).rejects.toThrow();
    });
  });
}
