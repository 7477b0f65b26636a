import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty, run } from './claimed.ts';
import type { Setup } from './harness.ts';
import { echo } from './tasks.ts';

class Point {
  readonly x = 1;
}

const cycle = (): unknown => {
  const node: { self?: unknown } = {};
  node.self = node;
  return node;
};

const travels: Readonly<Record<string, unknown>> = {
  text: 'grüße 🌍 \u0000 end',
  'plain JSON': { list: [1, 2.5, null, true, { deep: ['x'] }] },
  undefined: undefined,
  'a number that JSON loses': [Number.NaN, -0, Number.NEGATIVE_INFINITY],
  BigInt: 12345678901234567890n,
  Date: new Date(0),
  Map: new Map<unknown, unknown>([
    ['a', 1],
    [{ key: true }, new Set([1, 2])],
  ]),
  'typed arrays': [new Uint8Array([1, 2, 255]), new Float64Array([0.1])],
  Error: new RangeError('too far', { cause: new Error('inner') }),
  'an object met twice and a cycle': cycle(),
};

const refused: Readonly<Record<string, unknown>> = {
  'a function': { callback: () => 1 },
  'an instance of a class': { callback: new Point() },
  'a promise': { callback: Promise.resolve(1) },
  'a symbol': { callback: Symbol('x') },
};

/** What can travel as arguments and result. */
export function describePayload(setup: Setup): void {
  describe('arguments and results', () => {
    test.each(Object.entries(travels))('carry %s', async (_, value) => {
      const { queue } = await setup();
      const handle = await queue.enqueue(echo, [value]);
      const spec = await claimNext(queue);
      expect(spec.args).toStrictEqual([value]);
      await run(queue, spec);
      expect(await handle.result()).toStrictEqual(value);
    });

    test.each(Object.entries(refused))('refuse %s, with the path to it', async (_, value) => {
      const { queue } = await setup();
      const inArguments = {
        code: 'GRAFLOW_PAYLOAD_UNSUPPORTED',
        message: expect.stringMatching(/^arguments\S*0\S*callback/),
      };
      await expect(queue.enqueue(echo, [value])).rejects.toMatchObject(inArguments);
      await expectEmpty(queue);

      const handle = await queue.enqueue(echo, [1]);
      const spec = await claimNext(queue);
      const inResult = { code: 'GRAFLOW_PAYLOAD_UNSUPPORTED', message: expect.stringMatching(/^result\S*callback/) };
      await expect(queue.ack(spec, value)).rejects.toMatchObject(inResult);
      await queue.ack(spec, 'the claim is still open');
      expect(await handle.result()).toBe('the claim is still open');
    });

    test('refuse what is over the limit', async () => {
      const { queue } = await setup({ maxPayloadBytes: 1_000 });
      const tooLarge = { code: 'GRAFLOW_PAYLOAD_TOO_LARGE' };
      await expect(queue.enqueue(echo, ['x'.repeat(1_001)])).rejects.toMatchObject(tooLarge);
      await expect(queue.enqueue(echo, [{ text: 'ü'.repeat(500) }])).rejects.toMatchObject(tooLarge);
      await expectEmpty(queue);

      const handle = await queue.enqueue(echo, ['x'.repeat(900)]);
      const spec = await claimNext(queue);
      await expect(queue.ack(spec, 'x'.repeat(1_001))).rejects.toMatchObject(tooLarge);
      await queue.ack(spec, 'small');
      expect(await handle.result()).toBe('small');
    });

    test('are what they were when they were sent', async () => {
      const { queue } = await setup();
      const args: [{ text: string }] = [{ text: 'sent' }];
      const handle = await queue.enqueue(echo, args);
      args[0].text = 'changed';
      const spec = await claimNext(queue);
      expect(spec.args).toEqual([{ text: 'sent' }]);

      const value = { text: 'sent' };
      await queue.ack(spec, value);
      value.text = 'changed';
      expect(await handle.result()).toEqual({ text: 'sent' });
    });

    test('are a copy of their own in every attempt and for everybody who asks', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(echo, [['as sent']]);
      const first = await claimNext(queue);
      (first.args[0] as string[]).push('changed');
      await queue.retry(first);
      await run(queue, await claimNext(queue));
      const value = (await handle.result()) as string[];
      expect(value).toEqual(['as sent']);
      value.push('changed');
      expect(await handle.result()).toEqual(['as sent']);
    });

    test('may be nothing at all', async () => {
      const { queue } = await setup();
      const callableWithNone: (value?: unknown) => unknown = echo;
      const handle = await queue.enqueue(callableWithNone);
      const spec = await claimNext(queue);
      expect(spec.args).toEqual([]);
      await queue.ack(spec);
      expect(await handle.result()).toBeUndefined();
    });
  });
}
