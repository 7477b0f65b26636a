import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Writes a small project with the packages `resolver` and `taskspec` on top of `pickle`, and returns the rules it breaks. */
const brokenRules = async (files: Record<string, string>): Promise<readonly string[]> => {
  const project = await mkdtemp(join(tmpdir(), 'graflow-layers-'));
  onTestFinished(() => rm(project, { recursive: true }));
  for (const [path, text] of Object.entries({ ...goodProject, ...files })) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  await link(project, 'resolver', 'pickle');
  await link(project, 'taskspec', 'resolver');
  await link(project, 'pickle', 'taskspec');
  await link(project, 'taskspec', 'pickle');
  return cruise(project);
};

const manifest = (name: string, rest: object = {}) =>
  JSON.stringify({
    name: `@graflow/${name}`,
    type: 'module',
    exports: { '.': { '@graflow/source': './src/index.ts', default: './dist/index.js' } },
    ...rest,
  });

const goodProject: Record<string, string> = {
  'packages/pickle/package.json': manifest('pickle'),
  'packages/pickle/src/index.ts': `export { pickle } from './pickle.ts';`,
  'packages/pickle/src/pickle.ts': `export const pickle = 1;`,
  'packages/resolver/package.json': manifest('resolver', { dependencies: { '@graflow/pickle': 'workspace:^' } }),
  'packages/resolver/src/index.ts': `import { readFile } from 'node:fs'; import { pickle } from '@graflow/pickle'; export const resolver = [pickle, readFile];`,
  'packages/taskspec/package.json': manifest('taskspec', {
    dependencies: { '@graflow/resolver': 'workspace:^' },
    devDependencies: { '@graflow/pickle': 'workspace:^', 'dev-only': '1' },
    peerDependencies: { 'optional-peer': '1' },
    peerDependenciesMeta: { 'optional-peer': { optional: true } },
  }),
  'packages/taskspec/src/index.ts': `import { resolver } from '@graflow/resolver'; export const taskspec = [resolver, import('optional-peer')];`,
  'packages/taskspec/src/index.test.ts': `import 'dev-only'; import '@graflow/pickle'; import './index.ts';`,
  'node_modules/dev-only/package.json': '{}',
  'node_modules/dev-only/index.js': '',
  'node_modules/optional-peer/package.json': '{}',
  'node_modules/optional-peer/index.js': '',
  'node_modules/by-chance/package.json': '{}',
  'node_modules/by-chance/index.js': '',
};

/** As pnpm links a workspace package into another. */
const link = async (project: string, from: string, to: string) => {
  const folder = join(project, 'packages', from, 'node_modules/@graflow');
  await mkdir(folder, { recursive: true });
  await symlink(join(project, 'packages', to), join(folder, to));
};

const cruise = (project: string): Promise<readonly string[]> =>
  new Promise((done, fail) => {
    const depcruise = join(root, 'node_modules/.bin/depcruise');
    const options = ['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'packages'];
    execFile(depcruise, options, { cwd: project, maxBuffer: 1e7 }, (_failure, stdout, stderr) => {
      if (stdout === '') return fail(new Error(stderr));
      const { summary } = JSON.parse(stdout) as { summary: { violations: readonly { rule: { name: string } }[] } };
      done([...new Set(summary.violations.map(({ rule }) => rule.name))].toSorted());
    });
  });

test('every rule passes a project that keeps them', async () => {
  expect(await brokenRules({})).toEqual([]);
});

test('layers refuses an import of a higher package', async () => {
  const files = {
    'packages/pickle/package.json': manifest('pickle', { dependencies: { '@graflow/taskspec': 'workspace:^' } }),
    'packages/pickle/src/pickle.ts': `import type { taskspec } from '@graflow/taskspec'; export type Up = typeof taskspec;`,
  };
  expect(await brokenRules(files)).toContain('layers/pickle');
});

test('layers refuses it in a test too', async () => {
  const files = { 'packages/pickle/test/up.test.ts': `import '@graflow/taskspec';` };
  expect(await brokenRules(files)).toEqual(['layers/pickle']);
});

test('no-cycle refuses two files that import each other', async () => {
  const files = {
    'packages/pickle/src/pickle.ts': `import { other } from './other.ts'; export const pickle = other;`,
    'packages/pickle/src/other.ts': `import { pickle } from './pickle.ts'; export const other = () => pickle;`,
  };
  expect(await brokenRules(files)).toEqual(['no-cycle']);
});

test('declared-only refuses a package that is not installed', async () => {
  const files = { 'packages/pickle/src/pickle.ts': `import 'left-pad'; export const pickle = 1;` };
  expect(await brokenRules(files)).toEqual(['declared-only/resolved']);
});

test('declared-only refuses a package that is installed but not listed', async () => {
  const files = { 'packages/pickle/src/pickle.ts': `import 'by-chance'; export const pickle = 1;` };
  expect(await brokenRules(files)).toEqual(['declared-only/listed']);
});

test('declared-only refuses a devDependency in what is shipped', async () => {
  const files = { 'packages/taskspec/src/index.ts': `import 'dev-only'; export const taskspec = 1;` };
  expect(await brokenRules(files)).toEqual(['declared-only/shipped']);
});

test('declared-only refuses a lower package that is only a devDependency', async () => {
  const files = { 'packages/taskspec/src/index.ts': `import '@graflow/pickle'; export const taskspec = 1;` };
  expect(await brokenRules(files)).toEqual(['declared-only/taskspec']);
});

test('front-door-only refuses a path into another package', async () => {
  const files = {
    'packages/resolver/src/index.ts': `import { pickle } from '../../pickle/src/pickle.ts'; export const resolver = pickle;`,
  };
  expect(await brokenRules(files)).toEqual(['front-door-only']);
});
