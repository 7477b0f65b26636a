import { describe, expect, test } from 'vitest';
import type { KnownScript } from '../../inspect/function-site.ts';
import { standsAlone } from './stands-alone.ts';

const inScript = (source: string, text: string, names: readonly string[] = []): boolean =>
  standsAlone(text, false, {
    script: scriptWith(source),
    internals: {
      position: undefined,
      privates: [],
      scopes: [{ kind: 'Closure', values: Object.fromEntries(names.map((name) => [name, 1])) }],
      allScopes: [],
    },
  });

const scriptWith = (source: string): KnownScript => ({
  id: '1',
  url: 'file:///jobs.js',
  source,
  text: undefined,
  outline: undefined,
  startLine: 0,
  startColumn: 0,
  fromFile: true,
  sites: new Map(),
  met: new Set(),
});

const larger = '(n) => Math.max(n, 1)';

test('a function that uses nothing but standard globals stands alone', () => {
  expect(inScript(`const two = 2; export const f = ${larger}; Math.min(two);`, larger)).toBe(true);
  expect(inScript('export const f = () => new Date();', '() => new Date()')).toBe(true);
});

describe('does not stand alone', () => {
  test.each([
    ['with a captured variable', 'const two = 2; const f = () => two;', '() => two'],
    ['where a global may be another variable', `let f = ${larger}; var Math = other;`, larger],
    ['where it may be a parameter', `const make = (Math) => ${larger};`, larger],
    ['where it may be imported', `import { Math } from './mine.js'; const f = ${larger};`, larger],
    ['where code can make names', `const f = ${larger}; eval(text);`, larger],
    ['where an escape may hide a name', `let f = ${larger}; var M\\u0061th = other;`, larger],
    ['in code that may be strict or not', 'const f = () => { missing = 1; };', '() => { missing = 1; }'],
  ])('%s', (_, source, text) => {
    expect(inScript(source, text)).toBe(false);
  });

  test('where a loader brings a variable of that name', () => {
    expect(inScript(`const f = ${larger};`, larger, ['Math'])).toBe(false);
  });
});
