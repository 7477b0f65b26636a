import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, root } from './project.ts';

const setup = async () => {
  const paths = (await filesUnder('.')).filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));
  const read = async (path: string) => ({ path, text: await readFile(join(root, path), 'utf8') });
  return { pages: await Promise.all(paths.map(read)), manifest: await readManifest() };
};

const readManifest = async () =>
  JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
    readonly scripts: Readonly<Record<string, string>>;
  };

/** What pnpm does by itself. */
const builtIn = ['install', 'add', 'exec', 'pack', 'publish'];

/** Commands in code: after a back-tick, at the start of a line, or as what npx runs. */
const command = /(?:`|^(?:\$ )?|npx --yes )pnpm(?:@[\d.]+)? ([a-z][a-z:-]*)/gm;

test('every pnpm command on a page is a script of the root', async () => {
  const { pages, manifest } = await setup();
  const known = [...Object.keys(manifest.scripts), ...builtIn];
  const commands = pages.flatMap(({ path, text }) => [...text.matchAll(command)].map(([, name]) => `${path}: ${name}`));
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((found) => !known.includes(found.split(': ')[1] ?? ''))).toEqual([]);
});

test('every page names the version of pnpm that the root names', async () => {
  const { pages, manifest } = await setup();
  const versions = pages.flatMap(({ text }) => text.match(/\bpnpm@\d[\d.]*\d/g) ?? []);
  expect(versions).toContain(manifest.packageManager);
  expect(versions.filter((version) => version !== manifest.packageManager)).toEqual([]);
});

test('every link to a file leads to a file', async () => {
  const { pages } = await setup();
  const broken = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .filter(([, target]) => !existsSync(join(root, dirname(path), target ?? '')))
      .map(([, target]) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});
