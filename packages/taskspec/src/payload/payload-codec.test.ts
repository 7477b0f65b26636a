import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePayload, defaultMaxPayloadBytes, encodePayload } from './payload-codec.ts';

const roundTrip = (value: unknown): unknown => decodePayload(encodePayload(value));

/** A value whose parts are met twice, and which contains itself. */
const knotted = (): Record<string, unknown> => {
  const shared = { id: 1 };
  const knot: Record<string, unknown> = { first: shared, second: shared, map: new Map([[shared, 1n]]) };
  knot['self'] = knot;
  return knot;
};

describe('what travels', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string with every kind of character', 'ä"\\\n\u2028\u{1F600}\uD800</script>__proto__'],
    ['NaN', Number.NaN],
    ['minus zero', -0],
    ['infinity', [Infinity, -Infinity]],
    ['the limits of numbers', [Number.MAX_VALUE, Number.MIN_VALUE, Number.MAX_SAFE_INTEGER]],
    ['a BigInt', [2n ** 200n, -1n, 0n]],
    ['a BigInt of 1,000 digits', BigInt('9'.repeat(1_000))],
    ['a Date', new Date(0)],
    ['a Date of no time', new Date(Number.NaN)],
    [
      'a Map with any keys',
      new Map<unknown, unknown>([
        [{ id: 1 }, new Set([1, 'a'])],
        [undefined, Number.NaN],
      ]),
    ],
    ['a Set', new Set([1, [2], undefined])],
    ['a URL', new URL('https://example.org/a?b=c#d')],
    ['URLSearchParams', new URLSearchParams('a=1&a=2')],
    ['undefined in objects and lists', { a: undefined, list: [undefined, 1] }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
    ['boxed values', [Object(1), Object('text'), Object(true), Object(1n)]],
    ['a key `constructor`', { constructor: 'Lego', toString: 'text' }],
    ['empty containers', [{}, [], new Map(), new Set(), new Uint8Array(), new ArrayBuffer(0)]],
    ['an ArrayBuffer', new Uint8Array([1, 2, 3]).buffer],
    ['a Buffer', Buffer.from('bytes')],
    ['a DataView', new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)],
    ['a Float64Array', new Float64Array([1.5, -0, Number.NaN])],
    ['a BigInt64Array', new BigInt64Array([1n, -1n])],
    ['a part of a typed array', new Uint16Array([1, 2, 3]).subarray(1)],
    ['an AggregateError', new AggregateError([new TypeError('one'), 'two'], 'both')],
    ['what is nested 1,000 deep', nested(1_000)],
  ])('%s', (_what, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
    expect(roundTrip([{ value }])).toStrictEqual([{ value }]);
  });

  it('a list keeps its holes', () => {
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
    const list = roundTrip([1, , 3]) as unknown[];
    expect(list).toHaveLength(3);
    expect(1 in list).toBe(false);
  });

  it('what is shared stays shared, and a cycle stays a cycle', () => {
    const knot = roundTrip(knotted()) as ReturnType<typeof knotted>;
    expect(knot['first']).toBe(knot['second']);
    expect((knot['map'] as Map<unknown, unknown>).get(knot['first'])).toBe(1n);
    expect(knot['self']).toBe(knot);
  });

  it('a Buffer carries its own bytes, not the pool around them, on both sides', () => {
    const pooled = Buffer.from('mine');
    expect(pooled.buffer.byteLength).toBeGreaterThan(4);
    const text = encodePayload([pooled, new Uint8Array(pooled.buffer, pooled.byteOffset, 2)]);
    const [buffer, view] = decodePayload(text) as [Buffer, Uint8Array];
    expect([buffer.toString(), buffer.buffer.byteLength]).toEqual(['mine', 4]);
    expect([...view, view.buffer.byteLength]).toEqual([109, 105, 2]);
    expect(text.length).toBeLessThan(120);
  });

  it.each([1, 'text', true, null, [1, [2]], { a: { b: [null] } }])(
    'plain data %j is plain JSON behind one character',
    (value) => {
      expect(encodePayload(value)).toBe(`j${JSON.stringify(value)}`);
    },
  );
});

function nested(depth: number): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const anyData = fc.anything({
  key: fc.string().filter((key) => key !== '__proto__'),
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withSparseArray: true,
  withUnicodeString: true,
});

describe('any data', () => {
  it('comes back as it went', () => {
    const comesBack = (value: unknown): void => {
      expect(roundTrip(value)).toStrictEqual(value);
    };
    fc.assert(fc.property(anyData, comesBack), { numRuns: 1_000 });
  });

  it('is written the same when it is written again', () => {
    const isStable = (value: unknown): void => {
      expect(encodePayload(roundTrip(value))).toBe(encodePayload(value));
    };
    fc.assert(fc.property(anyData, isStable));
  });

  it('is never changed by writing it', () => {
    const { value, copy } = { value: knotted(), copy: knotted() };
    encodePayload(value);
    expect(value).toStrictEqual(copy);
  });
});

describe('the limit', () => {
  it('counts bytes, not characters, and names the payload', () => {
    expect(() => encodePayload('ä'.repeat(9), { maxPayloadBytes: 20, what: 'result' })).toThrow(
      'result is 21 bytes, the limit is 20. Store it elsewhere and send where it is, or raise maxPayloadBytes.',
    );
    expect(encodePayload('a'.repeat(17), { maxPayloadBytes: 20 })).toHaveLength(20);
  });

  it('holds for reading too, before anything is parsed', () => {
    expect(() => decodePayload('j'.repeat(21), { maxPayloadBytes: 20 })).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_TOO_LARGE', details: { bytes: 21, limit: 20 } }),
    );
  });

  it('is 4 MiB unless given', () => {
    expect(defaultMaxPayloadBytes).toBe(4_194_304);
    expect(encodePayload('a'.repeat(4_194_301))).toHaveLength(4_194_304);
    expect(() => encodePayload('a'.repeat(4_194_302))).toThrow('the limit is 4194304');
  });
});
