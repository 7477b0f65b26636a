import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { comparedPage } from '../table/compared-page.ts';
import { kept, page } from '../table/kept.ts';
import { judgeAll } from '../table/measure-versions.ts';
import { native, roundTrip, workbench } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const quick = [
  'functions',
  'scopes',
  'function-objects',
  'brands',
  'values',
  'apart',
  'builtins',
  'modules',
  'packages',
  'json',
  'top-level',
  'meta',
  'value-corners',
  'module-corners',
  'passed-on',
  'designs',
  'source-map',
];
// They need a snapshot of the heap, and questions to it cost by its size: each has a process of its own.
const slow = [
  'captures',
  'shared',
  'classes',
  'files',
  'mixed',
  'scope-corners',
  'class-corners',
  'private-corners',
  'function-corners',
  'sloppy',
  'loose',
  'transpiled',
  'refused',
];

const trips = await roundTrip(folder, bundle, native, quick);
for (const file of slow) trips.push(...(await roundTrip(folder, bundle, native, [file])));

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

// Programs of these ask where their own file is.
const askWhere = new Set(['files', 'meta']);

test.each([...quick, ...slow].filter((file) => !askWhere.has(file)))(
  'no pickle of %s holds a folder of this machine',
  (file) => {
    const pickles = trips.filter(({ id, pickle }) => pickle && id.startsWith(`${file}: `));
    const folders = [folder, process.cwd(), `${homedir()}/`];
    expect(
      pickles.flatMap(({ name, pickle }) => (folders.some((at) => JSON.stringify(pickle).includes(at)) ? [name] : [])),
    ).toEqual([]);
  },
);

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
