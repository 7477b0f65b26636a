import { describe, expect, test } from 'vitest';
import { shortMs, type Setup } from './harness.ts';

const timeout = 30_000;

/** Values of a state as they come. */
export function describeStateWatch(setup: Setup): void {
  describe('a watch of a state', { timeout }, () => {
    test('gives the present value, and then each new one that is waited for', async () => {
      const { queue, another } = await setup();
      const writer = (await another()).state('run');
      await writer.set('step', 1);
      const values = queue.state('run').watch('step')[Symbol.asyncIterator]();
      expect(await values.next()).toEqual({ done: false, value: 1 });
      for (const value of [2, [3], undefined, 4]) {
        const next = values.next();
        await writer.set('step', value);
        expect(await next).toEqual({ done: false, value });
      }
      await values.return?.();
    });

    test('waits for the first value', async () => {
      const { queue } = await setup();
      const next = queue.state('run').watch('step')[Symbol.asyncIterator]().next();
      await queue.state('run').set('another', 1);
      await queue.state('run').add('step', 7);
      expect(await next).toEqual({ done: false, value: 7 });
    });

    test('never misses the newest value, however slow it is read', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      const seen: unknown[] = [];
      const watched = (async () => {
        for await (const value of state.watch('count')) {
          seen.push(value);
          if (value === 200) break;
        }
      })();
      for (let count = 0; count < 200; count += 1) await state.add('count', 1);
      await watched;
      expect(seen).toEqual(seen.toSorted((one, other) => Number(one) - Number(other)));
    });

    test('ends with its signal, before it and while it waits', async () => {
      const { queue } = await setup();
      const controller = new AbortController();
      const values = queue.state('run').watch('step', { signal: controller.signal });
      const next = values[Symbol.asyncIterator]().next();
      controller.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      await queue.state('run').set('step', 1);
      for await (const _ of queue.state('run').watch('step', { signal: controller.signal })) expect.unreachable();
    });

    test('ends when the queue closes', async () => {
      const { queue } = await setup();
      const next = queue.state('run').watch('step')[Symbol.asyncIterator]().next();
      await new Promise((resolve) => setTimeout(resolve, shortMs));
      await queue.close();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });
}
