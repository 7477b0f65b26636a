import { afterAll, describe, expect, test } from 'vitest';
import { bundled, jiti, native, roundTrip, run, tsx, workbench, type Runner } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

// What needs a snapshot of the heap is slow, and the same under every runner: it is tested with Node alone.
const quick = ['functions', 'scopes', 'function-objects', 'builtins', 'modules'];
// CommonJS has no top-level await and no import.meta.
const commonJs = ['functions', 'function-objects', 'builtins'];

const runners: [Runner, string[]][] = [
  [tsx('esm'), quick],
  [tsx('cjs'), commonJs],
  [bundled('esbuild', { format: 'esm' }), quick],
  [bundled('esbuild, keepNames', { format: 'esm', keepNames: true }), ['functions', 'modules']],
  [bundled('esbuild, minified', { format: 'esm', minify: true }), ['functions', 'modules']],
  [bundled('esbuild, cjs', { format: 'cjs' }), commonJs],
];

const named: [Runner][] = [[native], ...runners.map(([runner]): [Runner] => [runner]), [jiti]];

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
  const cases = (await Promise.all(files.map((file) => roundTrip(folder, bundle, runner, file)))).flat();

  test.each(cases)('%s', (_name, here, there) => {
    expect(there).toBe(here);
  });
});
