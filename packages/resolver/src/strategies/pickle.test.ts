import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pickle as pickleValue } from '@graflow/pickle';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AnyTask } from '../executable.ts';
import { TaskTable } from '../task-table.ts';
import { pickle } from './pickle.ts';

const serialize = (task: AnyTask) => pickle.serialize(task, new TaskTable());
const resolve = async (envelope: unknown, from = process.cwd()) =>
  pickle.resolve(JSON.parse(JSON.stringify(envelope)), { table: new TaskTable(), from });

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const installDoubler = (folder: string, version: string): void => {
  const manifest = JSON.stringify({ name: 'doubler', version, type: 'module', main: 'index.js' });
  write(join(folder, 'node_modules/doubler/package.json'), manifest);
  write(join(folder, 'node_modules/doubler/index.js'), 'export const double = (value) => value * 2;');
};

describe('a round trip by value', () => {
  it('carries what the function captured', async () => {
    const prices = new Map([['apple', 3]]);
    const task = await resolve(serialize((fruit: string, count: number) => (prices.get(fruit) ?? 0) * count));
    expect(task('apple', 4)).toBe(12);
  });

  it('keeps code in `code` and nowhere else', () => {
    const envelope = serialize(() => 1);
    expect(Object.keys(envelope)).toEqual(['version', 'strategy', 'name', 'code', 'pickle']);
    expect(envelope.pickle).not.toHaveProperty('code');
    expect(Object.values(envelope.code ?? {}).join('\n')).toContain('() => 1');
  });

  it('gives each resolve captured values of its own', async () => {
    let count = 0;
    const envelope = serialize(() => ++count);
    const [first, second] = [await resolve(envelope), await resolve(envelope)];
    expect([first(), first(), second()]).toEqual([1, 2, 1]);
  });
});

describe('refusals', () => {
  it('names the path to what cannot travel', () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const connection = { server };
    expect(() => serialize(() => connection.server)).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_TASK_NOT_PICKLABLE',
        message: expect.stringMatching(
          /^Task "anonymous" cannot travel by value\. .*captures connection \(.*\) → \.server/s,
        ) as unknown,
        cause: expect.objectContaining({ name: 'PickleError' }) as unknown,
      }),
    );
  });

  it.each([
    ['missing', undefined],
    ['of another major version', '2.0.0'],
  ])('says of a module that is %s that another worker may have it', async (_, version) => {
    const [here, elsewhere] = [makeFolder(), makeFolder()];
    installDoubler(here, '1.0.0');
    if (version) installDoubler(elsewhere, version);
    write(join(here, 'task.mjs'), "import { double } from 'doubler';\nexport const task = (value) => double(value);");
    const { task } = (await import(pathToFileURL(join(here, 'task.mjs')).href)) as { task: AnyTask };
    const envelope = serialize(task);
    expect((await resolve(envelope, here))(2)).toBe(4);
    await expect(resolve(envelope, elsewhere)).rejects.toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_MODULE_MISSING',
        message: expect.stringContaining('doubler@1.0.0') as unknown,
      }),
    );
  });

  it('says of a newer pickle that another worker may read it', async () => {
    const { pickle: made, ...envelope } = serialize(() => 1);
    await expect(resolve({ ...envelope, pickle: { ...made, format: 'graflow-pickle/2' } })).rejects.toThrow(
      expect.objectContaining({ code: 'GRAFLOW_TASK_TOO_NEW' }),
    );
  });

  it('refuses a value that is no function', async () => {
    const envelope = serialize(() => 1);
    const { code, ...rest } = pickleValue({ not: 'a function' });
    await expect(resolve({ ...envelope, code, pickle: rest })).rejects.toThrow(
      expect.objectContaining({ code: 'GRAFLOW_TASK_NOT_REVIVED' }),
    );
  });

  it('refuses a damaged pickle', async () => {
    await expect(resolve({ ...serialize(() => 1), pickle: { format: 'unknown' } })).rejects.toThrow(
      expect.objectContaining({ code: 'GRAFLOW_TASK_NOT_REVIVED' }),
    );
  });
});
