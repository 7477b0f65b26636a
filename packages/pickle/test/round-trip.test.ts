import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { comparedPage } from '../table/compared-page.ts';
import { kept, page } from '../table/kept.ts';
import { judgeAll } from '../table/measure-versions.ts';
import { native, roundTrip, workbench, type Trip } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const files = [
  'functions',
  'scopes',
  'captures',
  'shared',
  'function-objects',
  'classes',
  'brands',
  'values',
  'apart',
  'builtins',
  'modules',
  'packages',
  'files',
  'json',
  'top-level',
  'meta',
  'mixed',
  'scope-corners',
  'class-corners',
  'private-corners',
  'function-corners',
  'value-corners',
  'module-corners',
  'sloppy',
  'loose',
  'transpiled',
  'source-map',
  'refused',
];

// One after the other: each takes two processes and snapshots of the heap.
const trips: (Trip & { readonly id: string })[] = [];
for (const file of files)
  for (const trip of await roundTrip(folder, bundle, native, file))
    trips.push({ ...trip, id: `${file}: ${trip.name}` });

describe('another process gives the same', () => {
  const sent = trips.filter(({ error }) => !error);

  test.each(sent)('$name', ({ here, there }) => {
    expect(there).toBe(here);
  });
});

describe('what is not carried is refused in words', () => {
  const refused = trips.flatMap(({ name, error }) => (error ? [{ name, error }] : []));

  test.each(refused)('$name', ({ error }) => {
    expect(error.code).toBe('GRAFLOW_PICKLE_REFUSED');
    expect(error.problems?.map(({ reason }) => reason)).not.toEqual([]);
  });
});

describe('docs/compared.md', () => {
  test('claims nothing of ours that is not so on the running Node', () => {
    const [major = ''] = process.versions.node.split('.');
    const there = Object.fromEntries(trips.flatMap(({ id, there: got }) => (got === undefined ? [] : [[id, got]])));
    const measured = judgeAll(Object.fromEntries(trips.map((trip) => [trip.id, trip])), there);
    const claimed = kept().ours[major] ?? {};
    const worse = Object.entries(measured).filter(
      ([id, { verdict }]) => verdict !== 'right' && verdict !== claimed[id]?.verdict,
    );
    expect(worse, 'See why, or run `pnpm --filter @graflow/pickle table ours` and commit what it writes.').toEqual([]);
  });

  test('shows what was measured last', () => {
    expect(readFileSync(page, 'utf8')).toBe(comparedPage(kept()));
  });
});
