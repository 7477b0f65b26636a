import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { native, produce, workbench, type Runner } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

/** Node itself, after every file went to another folder and every line of it further down. */
const moved: Runner = {
  name: 'moved',
  prepare(home, file) {
    const elsewhere = join(home, 'moved/further');
    cpSync(join(import.meta.dirname, 'fixtures'), elsewhere, { recursive: true });
    for (const name of readdirSync(elsewhere)) {
      const path = join(elsewhere, name);
      writeFileSync(path, `// A new first line.\n\n\n${readFileSync(path, 'utf8')}`);
    }
    return { program: join(elsewhere, `${file}.mjs`) };
  },
};

describe('two processes', () => {
  test.each(['functions', 'function-objects', 'modules', 'traces'])('make the same bytes of %s', async (file) => {
    const [first, second] = await Promise.all([produce(folder, native, file), produce(folder, native, file)]);
    expect(Object.keys(first).length).toBeGreaterThan(5);
    for (const [name, { pickle }] of Object.entries(first))
      expect([name, JSON.stringify(second[name]?.pickle)]).toEqual([name, JSON.stringify(pickle)]);
  });
});

describe('lines moved and a file in another folder', () => {
  test.each(['functions', 'function-objects', 'modules', 'traces'])(
    'change no byte of the code and values of %s, nor its hash',
    async (file) => {
      const [before, after] = await Promise.all([produce(folder, native, file), produce(folder, moved, file)]);
      for (const [name, { pickle }] of Object.entries(before)) {
        const { code, values, modules, hash } = after[name]?.pickle ?? {};
        expect([name, JSON.stringify([code, values, modules, hash])]).toEqual([
          name,
          JSON.stringify([pickle?.code, pickle?.values, pickle?.modules, pickle?.hash]),
        ]);
      }
    },
  );

  test('change the origins', async () => {
    const [before, after] = await Promise.all([produce(folder, native, 'traces'), produce(folder, moved, 'traces')]);
    const origin = { name: 'twin', package: 'cases', column: expect.any(Number) as number };
    expect(before['a twin']?.pickle?.origins?.[0]).toMatchObject({
      ...origin,
      file: 'traces.mjs',
      name: '(anonymous)',
    });
    expect(after['a twin']?.pickle?.origins?.[0]?.file).toBe('moved/further/traces.mjs');
    expect(after['a twin']?.pickle?.origins?.[0]?.line).toBe((before['a twin']?.pickle?.origins?.[0]?.line ?? 0) + 3);
  });
});
