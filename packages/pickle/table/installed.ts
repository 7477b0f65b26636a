import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache/compared', import.meta.url));

/** Installs packages of exact versions beside the project, once: they are too heavy for every checkout. Gives their folder. */
export function installed(name: string, packages: readonly string[]): string {
  const folder = join(cache, name);
  const done = join(folder, `.installed-${packages.join('+').replaceAll('/', '-')}`);
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--no-save', ...packages], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(done, '');
  return folder;
}

/** The program of a Node version, from the npm package `node`; the running one where the version is its own. */
export function nodeOf(major: string): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  return join(installed(`node-${major}`, [`node@${major}`]), 'node_modules/node/bin/node');
}
