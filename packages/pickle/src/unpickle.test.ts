import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Pickle } from './format.ts';
import { pickle } from './pickle.ts';
import { unpickle } from './unpickle.ts';

const read = parse;
const parses = (text: string): string => read(text, { ecmaVersion: 2022 }).type;

/** A folder with a package `acorn` that is not the one the function was written for. */
function otherAcorn(text: string, version = '8.99.0'): string {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  mkdirSync(join(folder, 'node_modules/acorn'), { recursive: true });
  writeFileSync(
    join(folder, 'node_modules/acorn/package.json'),
    JSON.stringify({ name: 'acorn', version, type: 'module', exports: './index.js' }),
  );
  writeFileSync(join(folder, 'node_modules/acorn/index.js'), text);
  return folder;
}

function sourceLineOf(text: string): number {
  return readFileSync(new URL(import.meta.url), 'utf8')
    .split(text)[0]!
    .split('\n').length;
}

describe('unpickle', () => {
  test('gives back a function with what it captured, from plain JSON', async () => {
    const factor = 3;
    const triple = await unpickle<(n: number) => number>(
      JSON.parse(JSON.stringify(pickle((n: number) => n * factor))) as Pickle,
    );
    expect(triple(14)).toBe(42);
  });

  test('finds the code by its hash, so that a store can keep it apart', async () => {
    const { code, ...rest } = pickle(parses);
    for (const [sha, text] of Object.entries(code)) expect(createHash('sha256').update(text).digest('hex')).toBe(sha);
    const back = await unpickle<typeof parses>(
      { ...rest, code: Object.fromEntries(Object.entries(code).toReversed()) },
      { from: import.meta.url },
    );
    expect(back('1')).toBe('Program');
  });

  test('refuses changed code before anything of it runs', async () => {
    const made = pickle(parses);
    const [sha = ''] = Object.keys(made.code);
    const changed = { ...made, code: { ...made.code, [sha]: 'globalThis.ran = true' } };
    await expect(unpickle(changed)).rejects.toMatchObject({ code: 'GRAFLOW_PICKLE_CHANGED' });
    expect('ran' in globalThis).toBe(false);
  });

  test('refuses a pickle that lost a part of it, or has code of another', async () => {
    const { code, values, modules, ...made } = pickle(parses);
    const more = { ...code, ...pickle(() => 'another').code };
    for (const rest of [
      { code, modules },
      { values, modules, code: {} },
      { code, values },
      { code: more, values, modules },
    ])
      await expect(unpickle({ ...made, ...rest } as Pickle)).rejects.toMatchObject({
        code: 'GRAFLOW_PICKLE_MALFORMED',
      });
  });

  test('refuses what is no pickle', async () => {
    for (const value of [null, 1, {}, { ...pickle(1), format: 'other/1' }, { ...pickle(1), code: null }]) {
      await expect(unpickle(value as Pickle)).rejects.toMatchObject({ code: 'GRAFLOW_PICKLE_MALFORMED' });
    }
  });

  test('says of a newer format what to update', async () => {
    const newer = { ...pickle(1), format: 'graflow-pickle/2', values: 'unknown' } as unknown as Pickle;
    await expect(unpickle(newer)).rejects.toMatchObject({
      code: 'GRAFLOW_PICKLE_FORMAT_NEWER',
      message: expect.stringContaining('Update it here'),
    });
  });

  test('says which package, version and function lack, when a module is not installed', async () => {
    const made = pickle(parses);
    const wanted: Pickle = { ...made, modules: [['not-there', '1.2.3']] };
    const line = sourceLineOf('const parses =');
    const place = `parses (@graflow/pickle/src/unpickle.test.ts:${line})`;
    await expect(unpickle(wanted)).rejects.toMatchObject({
      code: 'GRAFLOW_PICKLE_MODULE_MISSING',
      message: expect.stringContaining(`not-there@1.2.3 (parse), needed by ${place}: not installed`),
      details: { modules: [expect.objectContaining({ specifier: 'not-there', neededBy: [place] })] },
    });
  });

  test.each(['9.0.0', '7.4.1', '0.0.1'])('refuses acorn %s, another major version, before it runs', async (version) => {
    const from = otherAcorn('globalThis.ranAcorn = true; export const parse = () => ({});', version);
    await expect(unpickle(pickle(parses), { from })).rejects.toMatchObject({
      code: 'GRAFLOW_PICKLE_MODULE_VERSION',
      message: expect.stringMatching(/acorn@8\.\d+\.\d+ \(parse\), needed by parses .*: \d\.\d\.\d is installed/),
      details: { modules: [expect.objectContaining({ versionHere: version, exports: ['parse'] })] },
    });
    expect('ranAcorn' in globalThis).toBe(false);
  });

  test('takes another major version when it is told to ignore versions', async () => {
    const from = otherAcorn('export const parse = () => ({ type: "other" });', '3.0.0');
    expect((await unpickle<typeof parses>(pickle(parses), { from, versions: 'ignore' }))('1')).toBe('other');
  });

  test('warns once of a lower minor version, and runs', async () => {
    const warnings: unknown[] = [];
    const note = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const from = otherAcorn('export const parse = () => ({ type: "older" });', '8.0.0');
    for (let time = 0; time < 2; time += 1)
      expect((await unpickle<typeof parses>(pickle(parses), { from }))('1')).toBe('older');
    await vi.waitFor(() => expect(warnings).not.toEqual([]));
    expect(warnings).toEqual([expect.objectContaining({ code: 'GRAFLOW_PICKLE_MODULE_OLDER' })]);
  });

  test('says which export lacks, when a package is another one', async () => {
    const made = pickle({ parse });
    const from = otherAcorn('export const other = 1;');
    await expect(unpickle(made, { from })).rejects.toMatchObject({
      code: 'GRAFLOW_PICKLE_MODULE_MISSING',
      message: expect.stringMatching(/acorn@8.*it has no parse/),
    });
  });

  test('says what of the language this Node lacks, and which function needs it, before anything runs', async () => {
    const made = pickle([() => 'a text that is replaced', Math.max]);
    const [text = ''] = Object.values(made.code);
    const newer = text.replace(/\(\) => .a text that is replaced./, '(globalThis.ranNewer = 1) |> 2');
    const sha = createHash('sha256').update(newer).digest('hex');
    const values = JSON.parse(JSON.stringify(made.values).replace('"max"', '"newest"')) as unknown[];
    const code = { [sha]: newer };
    await expect(unpickle({ ...made, code, values })).rejects.toMatchObject({
      code: 'GRAFLOW_PICKLE_NODE_OLDER',
      details: {
        features: expect.arrayContaining([
          expect.objectContaining({ feature: 'Math.newest' }),
          expect.objectContaining({
            feature: expect.stringContaining('syntax'),
            neededBy: [expect.stringContaining('unpickle.test.ts')],
          }),
        ]),
      },
    });
    expect('ranNewer' in globalThis).toBe(false);
  });

  test('imports from the given folder', async () => {
    const from = otherAcorn('export const parse = () => ({ type: "other" });');
    const back = await unpickle<typeof parses>(pickle(parses), { from });
    expect(back('1')).toBe('other');
  });

  test('takes modules that the caller has at hand', async () => {
    const modules = { acorn: { parse: () => ({ type: 'given' }) } };
    const back = await unpickle<typeof parses>(pickle(parses), { from: '/', modules });
    expect(back('1')).toBe('given');
  });

  test('gives every caller a function of its own', async () => {
    let count = 0;
    const made = pickle(() => (count += 1));
    const [first, second] = await Promise.all([unpickle<() => number>(made), unpickle<() => number>(made)]);
    expect([first(), first(), second()]).toEqual([1, 2, 1]);
  });

  test('gives a task its mark again', async () => {
    const key = Symbol.for('@graflow/tasks/1');
    const tasks = ((globalThis as Record<symbol, unknown>)[key] ??= new WeakMap()) as WeakMap<object, unknown>;
    const resize = (): number => 1;
    tasks.set(resize, { name: 'resize', options: { priority: 2 } });
    const caller = await unpickle<() => unknown>(pickle(() => resize));
    expect(tasks.get(caller() as object)).toEqual({ name: 'resize', options: { priority: 2 } });
    expect(caller()).not.toBe(resize);
  });
});
