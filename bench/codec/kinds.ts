class Point {
  readonly x = 1;
}
class Cache extends Map<string, number> {
  readonly limit = 5;
}
class QuotaError extends Error {
  override readonly name = 'QuotaError';
  readonly left = 3;
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const shared = {};
const roundError = new Error('round', { cause: undefined });
roundError.cause = roundError;

/** What a codec must carry, or refuse; anything else it does is silent damage. */
export const kinds: Readonly<Record<string, unknown>> = {
  undefined: { a: undefined },
  NaN: [Number.NaN],
  '-0': [-0],
  Date: [new Date(0)],
  'Map, Set': [new Map([[{ a: 1 }, new Set([1])]])],
  BigInt: [2n ** 200n],
  Buffer: [Buffer.from('ab')],
  Float64Array: [new Float64Array([1.5])],
  'Error with cause': [new Error('no', { cause: new TypeError('why') })],
  'Error class, code': [new QuotaError('full')],
  'Error in itself': [roundError],
  cycle,
  'shared reference': [shared, shared],
  hole: Object.assign([1], { length: 3 }),
  URL: [new URL('https://example.org/')],
  function: [() => 1],
  'class instance': [new Point()],
  'class on Map': [new Cache([['a', 1]])],
  Symbol: [Symbol('a')],
  Promise: [Promise.resolve(1)],
  'match of a RegExp': ['abc'.match(/(?<letter>b)/)],
  'key __proto__': JSON.parse('{"__proto__":{"a":1}}'),
};
