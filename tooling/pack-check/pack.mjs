// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.mjs';

/**
 * By short name (`pickle`): the tarball, and the short names of the packages of this project that it depends on.
 *
 * @typedef {Readonly<Record<string, { tarball: string, lower: readonly string[] }>>} Packed
 */

/**
 * Packs with pnpm, which writes real versions where the sources say `workspace:^`.
 *
 * @param {string} root
 * @param {string} destination
 * @returns {Promise<Packed>}
 */
export const packAll = async (root, destination) => {
  const pack = ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', destination];
  const { ok, output } = await command('pnpm', pack, { cwd: root });
  if (!ok) throw new Error(output);
  const names = await readdir(join(root, 'packages'));
  const entries = names.map(async (name) => {
    const manifest = JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8'));
    const tarball = join(destination, `graflow-${name}-${manifest.version}.tgz`);
    return [name, { tarball, lower: ownDependencies(manifest) }];
  });
  return Object.fromEntries(await Promise.all(entries));
};

/** @param {{ dependencies?: Record<string, string> }} manifest */
const ownDependencies = ({ dependencies = {} }) =>
  Object.keys(dependencies)
    .filter((dependency) => dependency.startsWith('@graflow/'))
    .map((dependency) => dependency.slice('@graflow/'.length));
