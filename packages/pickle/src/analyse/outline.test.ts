import { expect, test } from 'vitest';
import { outlineOf } from './outline.ts';
import { readScriptText } from './script-text.ts';

/** What an outline says, next to what the whole syntax tree says. */
function both(source: string) {
  const outline = outlineOf(source);
  const text = readScriptText(source);
  const top = text?.facts.scopes[0];
  const functions = [...(text?.facts.outside ?? [])].map(([node, scope]) => ({
    text: source.slice(node.start, node.end),
    shown: outline?.isTop(node.start, node.end),
    meant: (scope.node === node ? scope.parent : scope) === top,
  }));
  return {
    shown: outline && {
      module: outline.module,
      strict: outline.strict,
      kinds: Object.fromEntries(outline.kinds),
      imports: Object.fromEntries(outline.imports),
      tops: functions.filter(({ shown }) => shown).map(({ text }) => text),
    },
    meant: text && {
      module: text.module,
      strict: top?.strict,
      kinds: Object.fromEntries([...(top?.variables.values() ?? [])].map(({ name, kind }) => [name, kind])),
      imports: Object.fromEntries(text.imports),
      tops: functions.filter(({ meant }) => meant).map(({ text }) => text),
    },
  };
}

test.each([
  ['imports', 'import a, { b as c, "d e" as f } from "g"; import * as h from "h"\nconst i = c.j; f(() => { a })'],
  ['imports in a function', 'function f() { return import("a") } "import b from \'b\'"; // import c from "c"'],
  ['requires', 'const { a, b: { c } } = require("a"), d = require("d").e; var f = d; let g = () => { return f }'],
  [
    'another name for require',
    'const load = createRequire(import.meta.url); export const a = load("a"); a(() => { b })',
  ],
  [
    'an import after a line without a semicolon',
    'let a = 1\na++\nimport b from "b"\nexport const f = () => { return b }',
  ],
  ['names declared twice', 'var a = 1; function a() { return 1 } { function b() { return 1 } } var b'],
  ['names in patterns', 'const { a: [b, ...c], d = () => { e } } = f; for (var g of h) { var i }'],
  ['names after a word that may be a name', 'let x = get\nfoo(), y = 1, z = from\nw = 1, v = 2'],
  ['strict code', '"a"; "use strict"; var a = () => { b }'],
  ['a directive that is none', '"use strict" + 1; var a = () => { b }'],
  ['a directive of a function', 'function f() { "use strict"; return 1 }'],
  ['the head of a loop', 'for (let i = 0, f = () => { i }; i < 1; i++) { f() }'],
  ['a loop without braces', 'for (const a of b) f(() => { a }); const c = () => { d }'],
  [
    'a default of a parameter',
    'const f = (a, g = () => { a }) => { return g }; const o = { catch(a, b = () => { a }) { c } }',
  ],
  ['a pattern in a catch', 'try { a() } catch ({ b = () => { c } }) { d }'],
  ['an arrow in the body of another', 'const f = (a) => (b) => a + b'],
  [
    'the heritage and the keys of a class',
    'class A extends f(() => A) { [g(() => 1)] = () => 2; static h = class {} }',
  ],
  ['a function with a name', 'const f = function g() { return g }, h = class I { i = () => I }'],
  ['a block', '{ const a = 1; f(() => a) } if (b) { g(() => 1) } else h(() => 2)'],
])('the outline of a script with %s is that of its tree', (_, source) => {
  const { shown, meant } = both(source);
  expect(shown).toEqual(meant);
});

test('names that functions bring from other modules are none of the top', () => {
  const outline = outlineOf("import path from 'path'; function f() { const path = require('other'); return path }");
  expect(Object.fromEntries(outline?.imports ?? [])).toEqual({
    path: { specifier: 'path', path: ['default'], by: 'import' },
  });
});

test('what has no skeleton has no outline', () => {
  expect(outlineOf('const a = {} / 2 / g')).toBeUndefined();
});
