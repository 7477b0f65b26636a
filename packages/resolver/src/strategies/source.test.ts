import { describe, expect, it } from 'vitest';
import { hashOf } from '../envelope.ts';
import type { AnyTask } from '../executable.ts';
import { TaskTable } from '../task-table.ts';
import { source } from './source.ts';

const outer = 'a captured value';

const serialize = (task: AnyTask) => source.serialize(task, new TaskTable());
const resolve = async (text: string) =>
  source.resolve(
    { version: 1, strategy: 'source', name: 'sent', code: { [hashOf(text)]: text } },
    { table: new TaskTable() },
  );
/** Made from text, so that no tool of the tests adds anything to it. */
const made = (text: string): AnyTask => new Function(`return ${text}`)() as AnyTask;

describe('a round trip by source', () => {
  it.each([
    ['an arrow function', '(left, right) => left + right', 3],
    ['a function', 'function add(left, right) { return left + right; }', 3],
    ['an async function', 'async (left, right) => left + (await right)', 3],
    ['a function that calls itself', 'function sum(n, m) { return n === 0 ? m : sum(n - 1, m + 1); }', 3],
    ['a method', '({ add(left, right) { return left + right; } }).add', 3],
    ['a function that uses globals', '(left, right) => Math.max(left, right, Number("3"))', 3],
    ['a comment at the end', '(left, right) => left + right // the sum', 3],
  ])('carries %s', async (_, text, expected) => {
    const envelope = serialize(made(text));
    const task = await source.resolve(JSON.parse(JSON.stringify(envelope)), { table: new TaskTable() });
    expect(await task(1, 2)).toBe(expected);
  });

  it('sends one text under its hash', () => {
    const text = '() => 1';
    expect(serialize(made(text))).toEqual({
      version: 1,
      strategy: 'source',
      name: 'anonymous',
      code: { [hashOf(text)]: text },
    });
  });
});

describe('serialize', () => {
  it('names the variables that the text does not define', () => {
    const task = made('(x) => x + first + second.length');
    expect(() => serialize(task)).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_SOURCE_CAPTURES',
        details: expect.objectContaining({ variables: ['first', 'second'] }) as unknown,
        message: expect.stringContaining('does not define first, second. Pass first, second as arguments') as unknown,
      }),
    );
  });

  it('refuses a variable of the module', () => {
    expect(() => serialize(() => outer)).toThrow('its text alone does not define outer');
  });

  it('refuses what only some supported versions of Node have', () => {
    expect(() => serialize(made('() => new WebSocket("ws://example.org")'))).toThrow('WebSocket');
  });

  it.each(['require', '__dirname', 'module'])('refuses %s, which no text has where it runs', (name) => {
    expect(() => serialize(made(`() => ${name}`))).toThrow(`does not define ${name}`);
  });

  it.each([
    ['() => __name(() => 1, "inner")', '__name: a helper of esbuild or tsx'],
    ['() => { cov_1a2b3c().s[0]++; }', 'cov_1a2b3c: a counter of the coverage tool'],
    ['() => __awaiter(0, 1, 2, 3)', '__awaiter: a helper of the compiler'],
    ['() => __async(0, 1, 2)', '__async: a helper of the compiler'],
    ['() => _async_to_generator(0)', '_async_to_generator: a helper of the compiler'],
    ['() => __vite_ssr_import_0__.chunk()', '__vite_ssr_import_0__: what vite made of an import'],
  ])('names the helper of a tool as such: %s', (text, advice) => {
    expect(() => serialize(made(text))).toThrow(advice);
  });

  it.each([
    ['a native function', Math.max, 'it has no text'],
    ['a bound function', ((x: number) => x).bind(null), 'it has no text'],
    ['a class', class Job {}, 'it is a class'],
    ['code that is not strict', made('function () { with ({}) {} }'), 'does not compile as strict code'],
  ])('refuses %s', (_, task, reason) => {
    expect(() => serialize(task as AnyTask)).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_SOURCE_NOT_STANDALONE',
        message: expect.stringContaining(reason) as unknown,
      }),
    );
  });

  it.each([
    ['this', made('(() => this)')],
    ['arguments', made('(function () { return () => arguments[0]; })()')],
    ['new.target', made('(function () { return () => new.target; })()')],
    ['super', made('({ run() { return super.toString(); } }).run')],
    ['eval', made('() => eval("1")')],
    ['import()', made('async () => import("node:fs")')],
  ])('refuses %s, which belongs to the place where the function was written', (what, task) => {
    expect(() => serialize(task)).toThrow(what);
  });

  it('leaves alone the `this` and `arguments` of a function of its own', () => {
    expect(serialize(made('function () { return [this, arguments.length]; }')).strategy).toBe('source');
  });
});

describe('resolve', () => {
  it('runs in strict mode', async () => {
    expect((await resolve('function () { return this; }'))()).toBeUndefined();
  });

  it('gives each task a function of its own', async () => {
    const text = '() => 1';
    expect(await resolve(text)).not.toBe(await resolve(text));
  });

  it.each(['42', 'syntax error', '1); (2', 'missing'])('refuses %j, which makes no function', async (text) => {
    await expect(resolve(text)).rejects.toThrow(expect.objectContaining({ code: 'GRAFLOW_TASK_NOT_REVIVED' }));
  });

  it('gives the code no way to import', async () => {
    const task = await resolve('async () => import("node:fs")');
    await expect(task()).rejects.toThrow(expect.objectContaining({ code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' }));
  });
});
