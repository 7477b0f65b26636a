import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { byReference, byValue, unpickle, type Pickle } from '../src/index.ts';
import { specifierFor } from '../src/modules/travel-rules.ts';
import { native, run, workbench } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

/** Packages beside the cases, one of which has another in a node_modules of its own. */
const install = (): void => {
  // The link to the packages of the workspace gives way to a folder that holds only these.
  rmSync(join(folder, 'node_modules'));
  const manifest = (name: string) => JSON.stringify({ name, version: '1.2.3', type: 'module', main: 'index.js' });
  write('node_modules/priced/package.json', manifest('priced'));
  write(
    'node_modules/priced/index.js',
    `export const rates = { de: 0.19 };\nexport const price = (net) => net * (1 + rates.de);`,
  );
  write('node_modules/nested-maker/package.json', manifest('nested-maker'));
  write('node_modules/nested-maker/index.js', `import { inner } from 'nested';\nexport const make = () => inner;`);
  write('node_modules/nested-maker/node_modules/nested/package.json', manifest('nested'));
  write(
    'node_modules/nested-maker/node_modules/nested/index.js',
    `const by = 10;\nexport const inner = (n) => n + by;`,
  );
};

type Made = Record<'asIs' | 'marked' | 'renamed' | 'back' | 'loading', Pickle>;
install();
const { asIs, marked, renamed, back, loading } = (await run(folder, native, 'travel')) as Made;

const specifiers = ({ modules = [] }: Pickle): string[] => modules.map(([specifier]) => specifier).toSorted();

describe('what travels how', () => {
  test('is local files by value and packages by name, unless told otherwise', () => {
    expect(specifiers(asIs)).toEqual(['nested', 'priced']);
    expect(Object.values(asIs.code).join()).toContain('twice');
  });

  test('a marked file travels by its name in its package, with the exports taken', () => {
    expect(marked.modules).toEqual([['cases/tasks.mjs', '1.0.0']]);
    expect(marked.values).toContainEqual(['module', 0, 'helper']);
    expect(marked.values).toContainEqual(['module', 0, 'counter']);
    expect(Object.values(marked.code).join()).not.toContain('twice');
    expect(specifiers(renamed)).toEqual(['elsewhere/tasks']);
    expect(specifiers(back)).toEqual([]);
  });

  test('import() of a marked file asks for its name', async () => {
    expect(specifiers(loading)).toEqual(['cases/tasks.mjs']);
    const there = await unpickle<() => Promise<number>>(loading, { from: folder });
    expect(await there()).toBe(1);
  });

  test('a marked package travels by value, wherever it is installed', async () => {
    const there = await unpickle<() => unknown[]>(marked, { from: folder });
    expect(there()).toEqual([5, new Map([['calls', 1]]), 3.57, 0.19, 1.19, 11]);
  });
});

test('a marked TypeScript file is known by the name that imports give it', () => {
  write('typed.ts', 'export const rates: object = {};');
  const undo = byReference(pathToFileURL(join(folder, 'typed.ts')));
  expect(specifierFor(join(folder, 'typed.js'))).toBe('cases/typed.ts');
  write('typed.js', 'export const rates = {};');
  expect(specifierFor(join(folder, 'typed.js'))).toBeUndefined();
  undo();
});

test('only files and packages can be marked', () => {
  expect(() => byReference('lodash')).toThrow("new URL('./tasks.ts', import.meta.url)");
  expect(() => byReference(new URL('fixtures/tasks.mjs', import.meta.url), './tasks')).toThrow(
    'needs the name of a package',
  );
  expect(() => byReference(new URL('fixtures/tasks.mjs', import.meta.url))).toThrow(
    'gives tasks.mjs out under no name',
  );
  expect(() => byValue('./pricing')).toThrow("as '@acme/pricing'");
  expect(() => byValue('lodash/fp')).toThrow("as '@acme/pricing'");
});
