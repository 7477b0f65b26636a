import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { native, roundTrip, run, workbench, type Runner } from './far-side.ts';
import { bundled, jiti, tsx, typescript } from './runners.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

// What needs a snapshot of the heap is slow, and the same under every runner: it is tested with Node alone.
const quick = ['functions', 'scopes', 'function-objects', 'builtins', 'modules', 'transpiled'];
// CommonJS has no top-level await and no import.meta.
const commonJs = ['functions', 'function-objects', 'builtins', 'modules'];
const small = ['functions', 'modules'];

const runners: [Runner, string[]][] = [
  [tsx('esm'), quick],
  [tsx('cjs'), commonJs],
  [jiti, ['functions', 'scopes']],
  [bundled('esbuild', { format: 'esm' }), ['functions', 'scopes', 'function-objects', 'builtins', 'modules']],
  [bundled('esbuild, keepNames', { format: 'esm', keepNames: true }), small],
  [bundled('esbuild, minified', { format: 'esm', minify: true }), small],
  [bundled('esbuild, cjs', { format: 'cjs' }), ['functions', 'function-objects', 'builtins', 'modules']],
  [bundled('esbuild, cjs, minified', { format: 'cjs', minify: true }), small],
  [typescript('ES5', { target: ts.ScriptTarget.ES5 }), commonJs],
  [typescript('ES2017, tslib', { target: ts.ScriptTarget.ES2017, importHelpers: true }), [...commonJs, 'files']],
];

const named: Runner[] = [
  native,
  tsx('esm'),
  tsx('cjs'),
  bundled('esbuild', { format: 'esm' }),
  bundled('esbuild, keepNames', { format: 'esm', keepNames: true }),
  bundled('esbuild, minified', { format: 'esm', minify: true }),
  bundled('esbuild, cjs', { format: 'cjs' }),
];

describe.each(named)('$name', (runner) => {
  test('shows under which name a module exports a function', async () => {
    expect(await run(folder, runner, 'exports')).toEqual([
      'constant',
      'declared',
      'Made',
      'renamed',
      'default',
      null,
      'unused',
    ]);
  });
});

describe.each(runners)('$name', async (runner, files) => {
  test.each(await roundTrip(folder, bundle, runner, files))('$name', ({ error, here, there }) => {
    expect(error?.message).toBeUndefined();
    expect(there).toBe(here);
  });
});
