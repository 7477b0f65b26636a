import { describe, expect, test } from 'vitest';
import { freeVariablesOf } from './free-variables-of.ts';

const namesIn = (source: string): string[] => freeVariablesOf(source).map(({ name }) => name);

const cases: [source: string, names: string[]][] = [
  ['(a) => a + b', ['b']],
  ['(a, b = c, { [d]: e = f } = g) => a + b + e', ['c', 'd', 'f', 'g']],
  ['function f(n) { return n ? f(n - 1) : g }', ['g']],
  ['function () { var x = 1; { let y = x; } return y }', ['y']],
  ['function () { for (let i = 0; i < n; i++); return i }', ['n', 'i']],
  ['function () { if (a) { function inner() {} } return inner }', ['a']],
  ['() => { use(later); const later = 1 }', ['use']],
  ['() => { label: for (;;) break label }', []],
  ['() => ({ a: b, c, [d]: e }).f.g', ['b', 'c', 'd', 'e']],
  ['() => { try { } catch (e) { e } return e }', ['e']],
  ['() => { try { } catch { oops } }', ['oops']],
  ['() => { a = 1; b++; [c, ...d] = e; ({ f: g.h } = i) }', ['a', 'b', 'c', 'd', 'e', 'g', 'i']],
  ['class A extends B { [c] = d; static e = f; static { g } m() { return A } #p = h }', ['B', 'c', 'd', 'f', 'g', 'h']],
  ['function () { return arguments }', []],
  ['() => arguments', ['arguments']],
  ['method(a) { return a + b }', ['b']],
  ['get [key]() { return value }', ['value']],
  ['async *[Symbol.iterator]() { yield* items }', ['items']],
  ['() => typeof maybe', ['maybe']],
  ['() => tag`a${b}`', ['tag', 'b']],
  ['(a, f = () => a) => { var a; return f }', []],
  ['(f = () => a) => { var a; return f }', ['a']],
  ['() => { switch (a) { case b: let c; c } return c }', ['a', 'b', 'c']],
  ['({ a, b: { c = d } = {} }, [e, ...f]) => [a, c, e, f]', ['d']],
  ['() => { for (const x of xs) for (y in ys) x }', ['xs', 'y', 'ys']],
  ['() => function self() { return self }', []],
  ['() => class Self { me = Self }', []],
  ['ñ => ñ + \\u0061b', ['ab']],
];

describe('free variables', () => {
  test.each(cases)('%s', (source, names) => {
    expect(namesIn(source)).toEqual(names);
  });

  test('tell which names are assigned to', () => {
    expect(
      freeVariablesOf('() => { a += b; ({ c } = a); for (d of c); }')
        .filter(({ assigned }) => assigned)
        .map(({ name }) => name),
    ).toEqual(['a', 'c', 'd']);
  });

  test('list what the language takes from the code around an arrow', () => {
    const kinds = freeVariablesOf('() => [this, super.x, new.target, import.meta.url, eval("1")]').map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['name', 'this', 'super', 'new.target', 'import.meta', 'eval']);
  });

  test('do not list what a function has of its own', () => {
    expect(freeVariablesOf('function () { return () => [this, new.target, arguments] }')).toEqual([]);
  });

  test('list private names of a class around', () => {
    expect(freeVariablesOf('m(o) { return #x in o && class { #y; z = this.#y } }').map(({ name }) => name)).toEqual([
      '#x',
    ]);
  });

  test('are refused for a text that is not one function', () => {
    expect(() => freeVariablesOf('1 + 1')).toThrow(expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }));
    expect(() => freeVariablesOf('() => 1, () => 2')).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_PICKLE_REFUSED' }),
    );
  });
});
