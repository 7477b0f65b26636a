import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainJson, isTooDeep } from './plain-json.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('isPlainJson', () => {
  it('says yes only to what JSON gives back exactly', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true });
    const isTrue = (value: unknown): void => {
      const back: unknown = isPlainJson(value) ? JSON.parse(JSON.stringify(value)) : value;
      expect(back).toStrictEqual(value);
    };
    fc.assert(fc.property(anything, isTrue), { numRuns: 1_000 });
  });

  it('says yes to all that JSON.parse makes but minus zero and odd keys', () => {
    const isPlain = (text: string): void => {
      const isOdd = text.includes('-0') || text.includes('__proto__') || text.includes('constructor');
      expect(isPlainJson(JSON.parse(text)) || isOdd).toBe(true);
    };
    fc.assert(fc.property(fc.json(), isPlain), { numRuns: 500 });
  });

  it('says no to what is met twice, has a getter, or is nested over 100 deep', () => {
    const shared = {};
    const withGetter = Object.defineProperty({}, 'a', { enumerable: true, get: () => 1 });
    expect([shared, [shared, shared], withGetter, nested(100), nested(101)].map(isPlainJson)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});

describe('isTooDeep', () => {
  it('agrees with isPlainJson', () => {
    const isDeep = (value: unknown): boolean => isTooDeep(JSON.stringify(value), value);
    expect([nested(100), nested(101), { a: nested(99) }, { a: nested(100) }].map(isDeep)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
