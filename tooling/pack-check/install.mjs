// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.mjs';

/**
 * The packages of this project that an install of `names` may use: they, and what they say they depend on.
 *
 * @param {readonly string[]} names
 * @param {import('./pack.mjs').Packed} packed
 * @returns {readonly string[]}
 */
export const closureOf = (names, packed) =>
  [...new Set(names.flatMap((name) => [name, ...closureOf(packed[name]?.lower ?? [], packed)]))].toSorted();

/**
 * Installs the tarballs of `own`, and nothing else of this project, into an empty project.
 *
 * @param {string} project
 * @param {readonly string[]} own
 * @param {import('./pack.mjs').Packed} packed
 * @returns {Promise<{ pulledIn: readonly string[], problem?: string }>} the packages of others that came in
 */
export const install = async (project, own, packed) => {
  await mkdir(project, { recursive: true });
  const tarballs = own.map((name) => [`@graflow/${name}`, `file:${packed[name]?.tarball}`]);
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, dependencies: Object.fromEntries(tarballs) }),
  );
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  const { ok, output } = await command('npm', ['install', ...quiet], { cwd: project });
  if (!ok) return { pulledIn: [], problem: `npm install: ${output}` };
  const lock = JSON.parse(await readFile(join(project, 'node_modules/.package-lock.json'), 'utf8'));
  const names = Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13));
  return { pulledIn: [...new Set(names)].filter((name) => !name.startsWith('@graflow/')).toSorted() };
};
