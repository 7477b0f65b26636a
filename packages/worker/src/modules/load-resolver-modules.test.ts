import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TaskResolverRegistry } from '@graflow/registry';
import { task, TaskResolver } from '@graflow/resolver';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadResolverModules } from './load-resolver-modules.ts';

/** Writes files into a folder of their own, which every test has for itself: modules are imported once per process. */
const setup = async (files: Readonly<Record<string, string>>) => {
  const cwd = await mkdtemp(join(tmpdir(), 'graflow-modules-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const load = (...specifiers: string[]) => loadResolverModules(specifiers, { registry, cwd });
  return { cwd, registry, load };
};

const add = 'export const add = (left, right) => left + right;';

test('registers exported functions under their export names, and nothing else', async () => {
  const { registry, load } = await setup({
    'tasks.mjs': `${add}
      export async function report() {}
      export class NotATask {}
      export const version = '1';
      export const _hidden = () => {};`,
  });
  expect(await load('./tasks.mjs')).toEqual([{ specifier: './tasks.mjs', taskNames: ['add', 'report'] }]);
  expect(registry.get().lookup('add')?.(1, 2)).toBe(3);
});

test('registers what task() named under that name', async () => {
  const { registry, load } = await setup({ 'tasks.mjs': 'export const send = globalThis.named;' });
  const send = task('mail.send', () => 1);
  Object.assign(globalThis, { named: send });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'named'));
  await load('./tasks.mjs');
  expect(registry.get().names()).toEqual(['mail.send']);
  expect(registry.get().lookup('mail.send')).toBe(send);
});

test('registers a default export only under the name that task() gave it', async () => {
  const { registry, load } = await setup({
    'one.mjs': `${add}\nexport default function () {}`,
    'other.mjs': 'export const subtract = () => {}; export default () => {};',
    'named.mjs': 'export default globalThis.named;',
  });
  Object.assign(globalThis, { named: task('mail.send', () => 1) });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'named'));
  await load('./one.mjs', './other.mjs', './named.mjs');
  expect(registry.get().names().toSorted()).toEqual(['add', 'mail.send', 'subtract']);
});

test.each(['./tasks', './tasks.mjs', './folder', 'pack', '@scope/pack/tasks'])('finds %s', async (specifier) => {
  const { registry, load } = await setup({
    'tasks.mjs': add,
    'folder/index.mjs': add,
    'node_modules/pack/package.json': '{"name":"pack","type":"module","exports":{"import":"./main.js"}}',
    'node_modules/pack/main.js': add,
    'node_modules/@scope/pack/package.json': '{"name":"@scope/pack","exports":{"./tasks":"./lib/tasks.mjs"}}',
    'node_modules/@scope/pack/lib/tasks.mjs': add,
  });
  await load(specifier);
  expect(registry.get().names()).toEqual(['add']);
});

test('finds absolute paths and file: URLs', async () => {
  const { cwd, load } = await setup({ 'tasks.mjs': add });
  const path = join(cwd, 'tasks.mjs');
  expect(await load(path, pathToFileURL(path).href)).toMatchObject([{ taskNames: ['add'] }, { taskNames: ['add'] }]);
});

test('registers all exports of CommonJS, also those that its text does not show', async () => {
  const { registry, load } = await setup({
    'tasks.cjs': "const all = {}; for (const name of ['a', 'b']) all[name] = () => name; module.exports = all;",
  });
  await load('./tasks.cjs');
  expect(registry.get().names()).toEqual(['a', 'b']);
});

test('calls register(registry), which may make a resolver of its own', async () => {
  const { registry, load } = await setup({
    'tasks.mjs': 'export const register = async (registry) => registry.register("etl", globalThis.etl);',
  });
  Object.assign(globalThis, { etl: new TaskResolver().registerTask('load', () => 1) });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'etl'));
  expect(await load('./tasks.mjs')).toMatchObject([{ taskNames: ['load'] }]);
  expect(registry.get('etl').names()).toEqual(['load']);
});

test('makes the resolver that resolverId names when a module exports tasks for it', async () => {
  const { cwd, registry } = await setup({ 'tasks.mjs': add });
  await loadResolverModules(['./tasks.mjs'], { registry, cwd, resolverId: 'etl' });
  expect(registry.get('etl').names()).toEqual(['add']);
  expect(registry.get().names()).toEqual([]);
});

test('refuses a resolverId that no module brings', async () => {
  const { cwd, registry } = await setup({});
  const load = loadResolverModules([], { registry, cwd, resolverId: 'etl' });
  await expect(load).rejects.toMatchObject({ code: 'GRAFLOW_RESOLVER_UNKNOWN' });
});

test('refuses two modules that have one name for different functions, and registers nothing', async () => {
  const { registry, load } = await setup({ 'one.mjs': add, 'other.mjs': add });
  await expect(load('./one.mjs', './other.mjs')).rejects.toMatchObject({
    code: 'GRAFLOW_TASK_EXPORTED_TWICE',
    message: expect.stringContaining('./one.mjs and ./other.mjs both have a task "add"'),
  });
  expect(registry.get().names()).toEqual([]);
});

test('takes one function that two modules export', async () => {
  const { registry, load } = await setup({ 'one.mjs': add, 'index.mjs': "export * from './one.mjs';" });
  await load('./one.mjs', './index.mjs');
  expect(registry.get().names()).toEqual(['add']);
});

test('refuses a module without tasks, and says what it exports', async () => {
  const { load } = await setup({
    'tasks.mjs': 'export const version = "1"; export class Task {}; export const none = null;',
  });
  await expect(load('./tasks.mjs')).rejects.toMatchObject({
    code: 'GRAFLOW_NO_TASKS',
    message: expect.stringContaining('It exports Task (class), none (null), version (string).'),
  });
});

test('takes a module that registers its tasks while it is imported', async () => {
  const { registry, load } = await setup({ 'tasks.mjs': 'globalThis.resolver.registerTask("add", (a, b) => a + b);' });
  Object.assign(globalThis, { resolver: registry.get() });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'resolver'));
  expect(await load('./tasks.mjs')).toMatchObject([{ taskNames: ['add'] }]);
});

test.each([
  ['./exmaples/tasks', 'Did you mean ./examples/tasks.mjs?'],
  ['./examples/taks', 'Did you mean ./examples/tasks.mjs?'],
  ['examples/tasks', 'Did you mean ./examples/tasks.mjs?'],
  ['lodahs', 'Give a path that starts with'],
])('says for %s, which does not exist: %s', async (specifier, hint) => {
  const { load } = await setup({ 'examples/tasks.mjs': add });
  await expect(load(specifier)).rejects.toMatchObject({
    code: 'GRAFLOW_MODULE_NOT_FOUND',
    message: expect.stringContaining(hint),
  });
});

test('loads by jiti the TypeScript that this Node cannot load', async () => {
  const text = 'enum Kind { small = "s" }\nexport const kind = (): Kind => Kind.small;';
  const { registry, load } = await setup({ 'node_modules/pack/tasks.ts': text });
  await load('./node_modules/pack/tasks');
  expect(registry.get().lookup('kind')?.()).toBe('s');
});

test('says what to install for TypeScript when there is no jiti', async () => {
  vi.doMock('jiti', () => {
    throw new Error('not installed');
  });
  onTestFinished(() => {
    vi.doUnmock('jiti');
  });
  const { load } = await setup({
    'node_modules/pack/tasks.ts': 'enum Kind { small }\nexport const kind = () => Kind.small;',
  });
  await expect(load('./node_modules/pack/tasks')).rejects.toMatchObject({
    code: 'GRAFLOW_TS_LOADER',
    message: expect.stringContaining('npm install jiti'),
  });
});

test('says why a module cannot be imported', async () => {
  const { load } = await setup({ 'tasks.mjs': 'throw new Error("no database");' });
  await expect(load('./tasks.mjs')).rejects.toMatchObject({
    code: 'GRAFLOW_MODULE_FAILED',
    message: 'The resolver module ./tasks.mjs cannot be imported: no database',
  });
});
