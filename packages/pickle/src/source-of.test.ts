import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { sourceOf } from './source-of.ts';

const evaluate = (text: string): unknown => new Script(`(${text})`).runInThisContext();
const literal = {
  method: () => 1,
  short(a: number) {
    return a + 1;
  },
  get x() {
    return 2;
  },
  set x(_v: number) {},
  async *['com' + 'puted']() {
    yield 3;
  },
};

describe('the source of a function', () => {
  test('is its own text for arrows, functions and classes', () => {
    const arrow = (a: number) => a * 2;
    expect(sourceOf(arrow)).toBe(String(arrow));
    expect(
      (
        evaluate(
          sourceOf(function named() {
            return 1;
          }),
        ) as () => number
      )(),
    ).toBe(1);
  });

  test('is an expression for methods and accessors', () => {
    const { get } = Object.getOwnPropertyDescriptor(literal, 'x') ?? {};
    expect((evaluate(sourceOf(literal.short)) as typeof literal.short)(1)).toBe(2);
    expect((evaluate(sourceOf(get as () => number)) as () => number)()).toBe(2);
    expect(
      typeof evaluate(sourceOf((literal as unknown as Record<string, () => unknown>)['computed'] as () => unknown)),
    ).toBe('function');
  });

  test('is refused for native and bound functions, not for texts that mention the words', () => {
    expect(() => sourceOf(Math.max)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
    expect(() => sourceOf((() => 1).bind(null))).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
    expect(sourceOf(() => 'function () { [native code] }')).toContain('native');
  });
});
