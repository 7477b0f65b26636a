import { SourceMap } from 'node:module';
import { describe, expect, test } from 'vitest';
import { wrapFunctions } from './wrap-functions.js';

interface Stretch {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Where pieces of a text stand in it. */
const placesOf = (code: string, pieces: readonly string[]): Stretch[] =>
  pieces.map((piece) => ({ startOffset: code.indexOf(piece), endOffset: code.indexOf(piece) + piece.length }));

const wrap = (code: string, ...pieces: readonly string[]): string =>
  wrapFunctions({ code, path: '/bundle.js' }, placesOf(code, pieces)).code;

describe('the functions of a bundle that a training ran', () => {
  test('stand in parentheses, declarations above all that may use them', () => {
    const code = 'const table = { double };\nfunction double(n) {\n  return n * 2;\n}\nconst rest = 1;\n';
    expect(wrap(code, 'function double(n) {\n  return n * 2;\n}')).toBe(
      'var double = (function double(n) {\n  return n * 2;\n});\nconst table = { double };\nconst rest = 1;\n',
    );
  });

  test.each([
    ['n => n * 2', ['n => n * 2'], '(function(n) {return( n * 2)})'],
    ['(n) => ({ n })', ['(n) => ({ n })'], '(function(n) {return( ({ n }))})'],
    ['() => {\n}', ['() => {\n}'], '(function()  {\n})'],
    ['(n = "=>") => n', ['(n = "=>") => n'], '(function(n = "=>") {return( n)})'],
    [
      '(list) => list.map((n) => n + 1)',
      ['(list) => list.map((n) => n + 1)', '(n) => n + 1'],
      '(function(list) {return( list.map((function(n) {return( n + 1)})))})',
    ],
    ['(n) => function() {}', ['(n) => function() {}', 'function() {}'], '(function(n) {return( (function() {}))})'],
  ])('become functions where they are arrows: %s', (arrow, pieces, expected) => {
    expect(wrap(`run(${arrow});\n`, ...pieces)).toBe(`run(${expected});\n`);
  });

  test.each([
    ['a method', 'const o = {\n  run(n) {\n    return n;\n  }\n};\n', 'run(n) {\n    return n;\n  }'],
    ['a getter', 'const o = { get size() { return 1; } };\n', 'get size() { return 1; }'],
    ['a declaration inside of a function', 'function f() {\n  function g() {\n  }\n}\n', 'function g() {\n  }'],
    ['an arrow of which the place leaves async out', 'const f = async (n) => n;\n', '(n) => n'],
    ['an arrow that takes `this` from around it', 'const f = () => this.n;\n', '() => this.n'],
  ])('stay as they are: %s', (_, code, piece) => {
    expect(wrap(code, piece)).toBe(code);
  });
});

test('modules of Node are asked for without an import, and others imported', () => {
  const code = 'const first = 1;\nimport { join, sep as sep2 } from "path";\nimport { a } from "else";\n';
  expect(wrap(code)).toBe(
    'var { join, sep: sep2 } = process.getBuiltinModule("path");\nconst first = 1;\nimport { a } from "else";\n',
  );
});

test('the source map knows the line from which each came', () => {
  const code = 'const first = 1;\nfunction second() {\n}\nconst third = 3;\n';
  const { map } = wrapFunctions({ code, path: '/bundle.js' }, placesOf(code, ['function second() {\n}']));
  const lines = new SourceMap(map as ConstructorParameters<typeof SourceMap>[0]);
  const origins = [0, 1, 2, 3].map((line) => lines.findEntry(line, 0));
  expect(origins).toMatchObject([1, 2, 0, 3].map((originalLine) => ({ originalLine, originalSource: '/bundle.js' })));
});
