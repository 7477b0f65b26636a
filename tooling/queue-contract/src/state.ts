import type { TaskQueue } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { longMs, type Setup } from './harness.ts';

const timeout = 30_000;

/** Gives the state of one of two queue objects. */
const eitherOf = (queue: TaskQueue, another: TaskQueue) => (index: number) =>
  (index % 2 === 0 ? queue : another).state('run');

/** Values that tasks and everybody else share; what tasks write is in `state-in-tasks.ts`. */
export function describeState(setup: Setup): void {
  describe('the state of an id', { timeout }, () => {
    test.each<[string, unknown]>([
      ['a text', 'é\n"'],
      ['a number', 1.5],
      ['zero below zero', -0],
      ['nothing but null', null],
      ['a list', [1, 'two', [3], undefined]],
      ['an empty list', []],
      ['a map of dates', new Map([['a', new Date(0)]])],
      ['a list of them', [new Date(0), { at: new Date(1) }]],
    ])('gives back what was written: %s', async (_, value) => {
      const { queue, another } = await setup();
      await queue.state('run').set('a key: with\nall', value);
      expect(await (await another()).state('run').get('a key: with\nall')).toStrictEqual(value);
    });

    test('has no value for a key that nobody wrote, or that was taken away', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      expect(await state.get('none')).toBeUndefined();
      await state.set('one', 1);
      await state.set('one', undefined);
      expect(await state.get('one')).toBeUndefined();
    });

    test('keeps ids and keys apart', async () => {
      const { queue } = await setup();
      await queue.state('a').set('b', 1);
      await queue.state('a.b').set('b', 2);
      await queue.state('a').set('b:b', 3);
      expect(await queue.state('a').get('b')).toBe(1);
      expect(await queue.state('b').get('b')).toBeUndefined();
    });

    test('gives a value as it was written, whatever is done to it later', async () => {
      const { queue } = await setup();
      const value = { steps: [1] };
      await queue.state('run').set('value', value);
      value.steps.push(2);
      expect(await queue.state('run').get('value')).toEqual({ steps: [1] });
    });

    test('adds to a number, from many at the same time', async () => {
      const { queue, another } = await setup();
      const stateOf = eitherOf(queue, await another());
      const sums = await Promise.all(Array.from({ length: 40 }, (_, index) => stateOf(index).add('total', 0.5)));
      expect(sums.toSorted((one, other) => Number(one) - Number(other)).at(-1)).toBe(20);
      expect(new Set(sums).size).toBe(40);
      expect(await queue.state('run').add('total', -20.25)).toBe(-0.25);
      expect(await queue.state('run').get('total')).toBe(-0.25);
    });

    test('adds as JavaScript does', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      for (const [first, second] of [
        [0.1, 0.2],
        [1e21, 1],
        [5e-324, 0],
        [2 ** 53 - 1, 1],
        [1e-7, 0],
      ] as const) {
        await state.set('number', first);
        expect(await state.add('number', second)).toBe(first + second);
        expect(await state.compareAndSet('number', first + second, 'done')).toBe(true);
      }
      await state.set('number', 1.7e308);
      await expect(state.add('number', 1.7e308)).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      expect(await state.get('number')).toBe(1.7e308);
    });

    test('appends to a list, in an order that all see', async () => {
      const { queue, another } = await setup();
      const stateOf = eitherOf(queue, await another());
      const lengths = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stateOf(index).append('list', { index })),
      );
      const list = (await queue.state('run').get('list')) as { index: number }[];
      expect(list).toHaveLength(20);
      lengths.forEach((length, index) => expect(list[Number(length) - 1]).toEqual({ index }));
    });

    test('appends to a list that was set, also to an empty one', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      await state.set('list', []);
      expect(await state.append('list', new Date(0))).toBe(1);
      await state.set('other', ['a', 'b']);
      expect(await state.append('other', ['c'])).toBe(3);
      expect(await state.get('list')).toEqual([new Date(0)]);
      expect(await state.get('other')).toEqual(['a', 'b', ['c']]);
    });

    test('writes where the value is the expected one, and there alone', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      expect(await state.compareAndSet('owner', 'nobody', 'me')).toBe(false);
      expect(await state.compareAndSet('owner', undefined, 'me')).toBe(true);
      expect(await state.compareAndSet('owner', undefined, 'you')).toBe(false);
      expect(await state.compareAndSet('owner', 'me', { name: 'you', since: new Date(0) })).toBe(true);
      expect(await state.compareAndSet('owner', { name: 'you', since: new Date(0) }, undefined)).toBe(true);
      expect(await state.get('owner')).toBeUndefined();
      await state.append('list', 1);
      await state.append('list', new Date(0));
      expect(await state.compareAndSet('list', [1], [])).toBe(false);
      expect(await state.compareAndSet('list', [1, new Date(0)], [])).toBe(true);
      expect(await state.get('list')).toEqual([]);
    });

    test('lets one of many win', async () => {
      const { queue, another } = await setup();
      const stateOf = eitherOf(queue, await another());
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stateOf(index).compareAndSet('leader', undefined, index)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await queue.state('run').get('leader')).toBe(won.indexOf(true));
    });

    test('refuses to add to what is no number, and to append to what is no list', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      const wrong = { code: 'GRAFLOW_STATE_KIND' };
      await state.set('text', 'a');
      await expect(state.add('text', 1)).rejects.toMatchObject(wrong);
      await expect(state.append('text', 1)).rejects.toMatchObject(wrong);
      await state.set('list', [1]);
      await expect(state.add('list', 1)).rejects.toMatchObject(wrong);
      expect(await state.get('text')).toBe('a');
      expect(await state.get('list')).toEqual([1]);
    });

    test('bounds each value, and says how large it is', async () => {
      const { queue } = await setup({ maxPayloadBytes: 100 });
      const state = queue.state('run');
      const large = {
        code: 'GRAFLOW_PAYLOAD_TOO_LARGE',
        message: expect.stringContaining('state "run", key "list"') as string,
      };
      await expect(state.set('list', 'x'.repeat(100))).rejects.toMatchObject(large);
      await expect(state.set('list', ['x'.repeat(50), 'y'.repeat(50)])).rejects.toMatchObject(large);
      await state.append('list', 'x'.repeat(50));
      await expect(state.append('list', 'y'.repeat(50))).rejects.toMatchObject(large);
      expect(await state.get('list')).toEqual(['x'.repeat(50)]);
    });

    test('refuses what cannot travel, and ids and keys that cannot be', async () => {
      const { queue } = await setup();
      const unfit = { code: 'GRAFLOW_PAYLOAD_UNSUPPORTED' };
      const invalid = { code: 'GRAFLOW_OPTION_INVALID' };
      const state = queue.state('run');
      await expect(state.set('fn', () => 1)).rejects.toMatchObject(unfit);
      await expect(state.append('list', [Symbol('a')])).rejects.toMatchObject(unfit);
      await expect(state.get('')).rejects.toMatchObject(invalid);
      await expect(state.set('x'.repeat(257), 1)).rejects.toMatchObject(invalid);
      await expect(state.add('number', Number.NaN)).rejects.toMatchObject(invalid);
      expect(() => queue.state('a:b')).toThrow(expect.objectContaining(invalid));
      expect(() => queue.state('run', { ttlMs: 0 })).toThrow(expect.objectContaining(invalid));
      expect(() => queue.state('run', { ttl: 5 } as never)).toThrow(expect.objectContaining(invalid));
    });

    test('forgets a value when its time is over, and lets others leave it as it is', async () => {
      const { queue } = await setup();
      const brief = queue.state('run', { ttlMs: 300 });
      const lasting = queue.state('run');
      await brief.set('value', 1);
      await lasting.add('value', 1);
      await lasting.set('value', 5);
      await brief.append('list', 1);
      expect(await lasting.get('value')).toBe(5);
      await expect.poll(() => lasting.get('value'), { timeout: longMs }).toBeUndefined();
      await expect.poll(() => lasting.get('list'), { timeout: longMs }).toBeUndefined();
      expect(await lasting.add('value', 1)).toBe(1);
    });

    test('is refused when the queue is closed', async () => {
      const { queue } = await setup();
      const state = queue.state('run');
      await queue.close();
      await expect(state.get('key')).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
      await expect(state.set('key', 1)).rejects.toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    });
  });
}
