import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { setup } from './describe-isolation.ts';

const modules = fileURLToPath(new URL('fixtures/slow-start-tasks.mjs', import.meta.url));

/** A worker whose runners, but for the first one, do not start before `open`. */
const startSlowly = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graflow-slow-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  process.env['SLOW_START_FOLDER'] = folder;
  const worker = await setup({ kind: 'thread' }, { resolverModules: [modules], concurrency: 6 });
  return { ...worker, open: () => writeFile(join(folder, 'open'), '') };
};

describe('runners that start slowly', () => {
  test('keep no short task waiting that another one has time for', async () => {
    const { run } = await startSlowly();
    const runs = Array.from({ length: 12 }, () => run('whoRuns'));
    expect(new Set(await Promise.all(runs))).toEqual(new Set(['the first']));
  });

  test('are there for the tasks that nobody else has time for', async () => {
    const { run, open } = await startSlowly();
    const long = run('untilOpen');
    const more = Array.from({ length: 5 }, () => run('untilOpen'));
    await open();
    expect(await Promise.all([long, ...more])).toEqual(Array.from({ length: 6 }));
  });
});
