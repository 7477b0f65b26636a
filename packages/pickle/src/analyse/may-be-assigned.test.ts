import { expect, test } from 'vitest';
import { mayBeAssigned } from './may-be-assigned.ts';

test.each([
  'function f() {}; f()',
  'class f extends g {}; new f(); class h extends f {}',
  'function f() { return f.a } a.f = 1',
  'const g = () => f(1); function f() {}; return f;',
])('nothing is assigned in %j', (source) => {
  expect(mayBeAssigned(source, 'f')).toBe(false);
});

test.each([
  'f = 1',
  'f /* here */ = 1',
  'f += 1',
  'f++',
  '++f;',
  '[f] = a',
  '[...f] = a',
  '({ f } = a)',
  '({ a: f } = a)',
  '({ ...f } = a)',
  'for (f of a) {}',
  'function f() {} { function f() {} }',
  'function f() {} { async function /* a */ * // b\n f() {} }',
  'eval("f = 1")',
  String.raw`\u0066 = 1`,
])('something may be assigned in %j', (source) => {
  expect(mayBeAssigned(source, 'f')).toBe(true);
});

test('a name with a dollar is looked for as it is', () => {
  expect(mayBeAssigned('$a$ = 1', '$a$')).toBe(true);
  expect(mayBeAssigned('a = 1; $a$()', '$a$')).toBe(false);
});
