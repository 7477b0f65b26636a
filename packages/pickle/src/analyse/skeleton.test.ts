import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readScriptText } from './script-text.ts';
import { skeletonOf } from './skeleton.ts';
import { childrenOf, type Syntax } from './syntax.ts';

const folders = ['test/fixtures/', 'node_modules/acorn/dist/', 'node_modules/tslib/', 'node_modules/semver/functions/'];
const files = folders.flatMap((folder) => {
  const base = new URL(`../../${folder}`, import.meta.url);
  const names = readdirSync(base).filter((name) => /\.[cm]?js$/.test(name));
  return names.map((name) => ({ name, source: readFileSync(new URL(name, base), 'utf8') }));
});

/** The tree of a script, but for what the skeleton leaves out of functions and classes. */
function shape(source: string, skeleton: string): string[] | undefined {
  const tree = treeOf(source);
  const nodes = (node: Syntax, parent?: Syntax): string[] => {
    const isBody = /Function|^Class/.test(parent?.type ?? '') && /^(?:BlockStatement|ClassBody)$/.test(node.type);
    const isLeftOut = isBody && /^(?: *|\/\* *\*\/)$/.test(skeleton.slice(node.start + 1, node.end - 1));
    const inside = isLeftOut ? [] : childrenOf(node).flatMap((child) => nodes(child, node));
    return [`${node.type} ${node.start}-${node.end}`, ...inside];
  };
  return tree && nodes(tree);
}

function treeOf(source: string): Syntax | undefined {
  return readScriptText(source)?.facts.scopes[0]?.node;
}

/** What a skeleton shows, next to what the whole script shows there. */
function both(source: string) {
  const skeleton = skeletonOf(source);
  return {
    shown: skeleton === undefined ? undefined : shape(skeleton, skeleton),
    meant: skeleton === undefined ? undefined : shape(source, skeleton),
  };
}

test.each(files)('the skeleton of $name shows what the file shows', ({ source }) => {
  const { shown, meant } = both(source);
  expect(shown).toEqual(meant);
});

test('hardly any script is without a skeleton', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.filter(({ source }) => skeletonOf(source) === undefined).length).toBeLessThan(5);
});

test.each([
  ['a regular expression after a sign', 'const a = (b) => { return /}/ }, c = [/"/, !/`/g]'],
  ['a regular expression with a class', String.raw`f(/[/}\]"]/, () => { return /\/{/ }); const a = 1`],
  ['a division after parentheses', 'const a = (1) / 2; function f() { return (a) / f / 2 } const b = 1'],
  ['templates in templates', 'const a = `}${`{${() => { return `}` }}`}${{ a: 1 }.a}`; const b = () => { `${1}` }'],
  ['a hashbang', '#!/usr/bin/env node {\nfunction f() { return 1 }'],
  ['comments', '// function f() {\n/* } import a from "a" */ const g = () => { /* } */ // }\n}'],
  ['lines without semicolons', 'let a = 1\na++\nimport b from "b"\nconst c = a--\nlet d = 1, e = () => { return d }'],
  ['a block on its own line after a call', 'f()\n{ var a = () => { return 1 } }'],
  ['a block after a loop', 'do { f() } while (a) { var b = 1 }'],
  ['words that are names', 'var async, of, get, set, from, as; async\n(of)\nfunction let_() { return get }'],
  ['labels', 'a: { var b = () => { return a } } c: for (;;) { break c }'],
  [
    'fields named as words',
    'class A { import; static\nm() { return 1 } get\nb() { return 1 } static async\nset = () => { return 2 } }',
  ],
  [
    'methods named as words',
    'const o = { import() { return 1 }, export: 1, if(a = () => { b }) { c }, catch(e) { d } }',
  ],
  ['properties named as words', 'a.if(b)\n{ var c } d.function.class(() => { return 1 }) / a.return / 2; a.if(b) / 2'],
  ['the heritage of a class', 'class A extends f(() => { return A }) { m() { return 1 } }'],
  ['computed keys', 'class A { [(() => { return "k" })()]() { return 1 } static { var a = () => { b } } }'],
  [
    'defaults of parameters',
    'function f(a = () => { return 1 }, { b } = {}) { return a } try { f() } catch ({ c = () => { d } }) { var e }',
  ],
  [
    'names as strings',
    'const a = () => { return 1 }; export { a as "string name" }; import { "b c" as d } from "e" with { type: "json" }',
  ],
  [
    'a function in a block of a script',
    'let g; { function f() { "use strict"; return 1 } } if (g) { function g2() { return 1 } }',
  ],
  [
    'a parameter list on two lines',
    'function f(\n  a,\n) { return a }\nfunction g() /* \n */ { return 1 }\nasync function h()\n{ return 1 }',
  ],
])('%s', (_, source) => {
  const { shown, meant } = both(source);
  expect(meant).toBeDefined();
  expect(shown).toEqual(meant);
});

test.each([
  ['a slash after a brace', 'const a = {} / 2 / g'],
  ['a slash after the head of a statement', 'if (a) /b/.test(c)'],
  ['a slash after a word that may be a name', 'async / b / c'],
  ['a slash after a sign that may stand before or after', 'a++ / b / c'],
  ['a slash on the line after a word', 'for (;;) { break\n/a/.test(b) }'],
  ['the begin of a comment of HTML', 'a <!-- b\nc'],
  ['the end of a comment of HTML', 'a\n--> b'],
  ['an end of a line that only old programs write', 'a // b\rc'],
  ['an end of a line that few know', 'a // b\u2028c'],
  ['letters beyond ASCII', 'const é = 1'],
  ['escapes in words', String.raw`const \u0061 = 1`],
  ['brackets that do not match', 'f(() => { ) }'],
  ['an end too soon', 'f(() => {'],
])('%s leaves a script without a skeleton', (_, source) => {
  expect(skeletonOf(source)).toBeUndefined();
});

test('long literals are no trouble', () => {
  const long = 'a\\n'.repeat(2_000_000);
  expect(skeletonOf(`f("${long}", \`${long}\`, () => { return '${long}' })`)).toBeDefined();
});

const pieces =
  'a|b|/re/|/[/}]/g|/|"}"|`${|`|}|{|(|)|[|]|;|,|\n|=>|=|.|?.|++|?|:|...|() => {|function f() {|function|class A {|extends|if (a)|for (;;)|while (a)|do|else|try|catch (e)|return|typeof|async|await|yield|of|get|set|static|let|const|var|import|export|default|// }\n|/* } */|<!--|1|.5|#p|in|case|break|m() {|=> {|\'use strict\''.split(
    '|',
  );

/** Code that is fitted together from code, and then has a few pieces put in, so that most of it is a program and some of it hardly. */
const program = fc.letrec<{ code: string; value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', '1', '/}/', '/[/{]/g', '"{"', "'`'", '`}`', 'async', 'get', 'a.if(b)', '{}', 'x => x'),
    fc
      .tuple(tie('value'), fc.constantFrom(' / ', '/', '\n/', ', ', ' + ', '\n', '.x / '), tie('value'))
      .map((all) => all.join('')),
    tie('value').map((value) => `(${value})`),
    tie('value').map((value) => `\`{\${${value}}}\``),
    tie('code').map((code) => `() => {${code}}`),
    tie('code').map((code) => `function (a = () => {}) {${code}}`),
    tie('code').map((code) => `class { if() {${code}} static\nget = /}/; static {${code}} }`),
    tie('code').map((code) => `({ catch(e) {${code}}, get async() {${code}}, import: /}/ })`),
  ),
  code: fc.oneof(
    { maxDepth: 3 },
    tie('value'),
    fc.tuple(tie('code'), fc.constantFrom('\n', ';', '/* \n */', '//}\n'), tie('code')).map((all) => all.join('')),
    fc
      .tuple(
        fc.constantFrom('const a =', 'var b =', 'let c =', 'return', 'throw', 'import d from "d"\n', 'export default'),
        tie('value'),
      )
      .map((all) => all.join(' ')),
    fc
      .tuple(
        fc.constantFrom('if (a)', 'for (;;)', 'do', 'e:', 'try', 'while (b)\n', 'f()\n', 'g(1)\n', ''),
        tie('code'),
        fc.constantFrom('', ' else {}', ' while (a)', ' catch {}', '/re/'),
      )
      .map(([head, code, tail]) => `${head} {${code}}${tail}`),
    tie('code').map((code) => `function f() {${code}}`),
    tie('code').map((code) => `class A extends f(() => {${code}}) { m() {${code}} }`),
  ),
})).code;
const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pieces)), { maxLength: 3 });

test('whatever can be parsed is never shown as something else', () => {
  fc.assert(
    fc.property(program, edits, (code, changes) => {
      let source = code;
      for (const [at, piece] of changes) {
        const place = at % (source.length + 1);
        source = source.slice(0, place) + piece + source.slice(place);
      }
      const { shown, meant } = both(source);
      // What cannot be parsed never runs.
      expect(meant && shown).toEqual(meant);
    }),
    { numRuns: 1000 },
  );
});
