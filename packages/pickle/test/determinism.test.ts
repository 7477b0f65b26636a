import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { originsIn } from '../src/origin-text.ts';
import { byId, native, produceAll, workbench, type Produced, type Runner } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

/** Node itself, after every file went to another folder and every line of it further down. */
const moved: Runner = {
  name: 'moved',
  prepare(home, files) {
    const elsewhere = join(home, 'moved/further');
    cpSync(join(import.meta.dirname, 'fixtures'), elsewhere, { recursive: true });
    for (const name of readdirSync(elsewhere)) {
      const path = join(elsewhere, name);
      writeFileSync(path, `// A new first line.\n\n\n${readFileSync(path, 'utf8')}`);
    }
    return { programs: files.map((file) => join(elsewhere, `${file}.mjs`)) };
  },
};

const files = ['functions', 'function-objects', 'modules', 'traces'];
const [first, second, elsewhere] = [
  byId(await produceAll(folder, native, files)),
  byId(await produceAll(folder, native, files)),
  byId(await produceAll(folder, moved, files)),
];

test('two processes make the same bytes', () => {
  expect(Object.keys(first).length).toBeGreaterThan(80);
  for (const [id, { pickle }] of Object.entries(first))
    expect([id, JSON.stringify(second[id]?.pickle)]).toEqual([id, JSON.stringify(pickle)]);
});

describe('lines moved and a file in another folder', () => {
  test('change no byte of code, values and modules', () => {
    const shared = (produced: Record<string, Produced>, id: string): string => {
      const { code, values, modules } = produced[id]?.pickle ?? {};
      return JSON.stringify([code, values, modules]);
    };
    for (const id of Object.keys(first)) expect([id, shared(elsewhere, id)]).toEqual([id, shared(first, id)]);
  });

  test('change the origins', () => {
    const [before, after] = [first, elsewhere].map((produced) => originsIn(produced['traces: a twin']!.pickle!)[0]!);
    expect(before).toMatchObject({ name: '(anonymous)', file: 'cases/traces.mjs' });
    expect(after).toEqual({ ...before, file: 'cases/moved/further/traces.mjs', line: before!.line + 3 });
  });
});
