import { describe, expect, test } from 'vitest';
import { isModeless } from './modeless.ts';

describe('means the same in both modes', () => {
  test.each([
    '(n) => n + 1',
    'async (url) => (await fetch(url)).json()',
    'greet(name) { return `hello ${name}`; }',
    '(list) => { const sum = list.length; return sum >= 2 && sum !== 3 && sum <= 4; }',
    '(list) => { for (const item of list) console.log(item); }',
  ])('%s', (source) => {
    expect(isModeless(source)).toBe(true);
  });
});

describe('may depend on the mode', () => {
  test.each([
    'function () { return 1; }',
    '() => this',
    'greet() { return arguments[0]; }',
    '(text) => eval(text)',
    '(object) => delete object.key',
    '(object) => { object.key = 1; }',
    '(object) => { object.count++; }',
    '(bits) => { bits.all >>= 1; }',
    '(object) => { for (object.key of [1]) break; }',
    '([a]) => { [a.b] = [1]; }',
    '() => { undeclared ??= 1; }',
    '() => { const first = undeclared = 1; }',
    '() => { // const\n undeclared = 1; }',
    '() => { \\u{75}ndeclared(); }',
    '() => new.target',
  ])('%s', (source) => {
    expect(isModeless(source)).toBe(false);
  });
});
