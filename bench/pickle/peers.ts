import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The other serializers, and what the measured functions import. */
export const peerVersions = {
  '@pulumi/pulumi': '3.248.0',
  livepack: '0.8.2',
  lodash: '4.17.21',
  typescript: '5.9.3',
} as const;

const folder = new URL('../.peers/', import.meta.url);

/**
 * Installs the peers, unless they are there already, where only this benchmark sees them, as they weigh 140 MB and no other script needs them, and puts the measured functions beside them,
 * as a program has its own files beside its packages; gives the path of that file.
 */
export async function installPeers(): Promise<string> {
  await mkdir(folder, { recursive: true });
  const manifest = { private: true, dependencies: peerVersions };
  if (!(await areInstalled())) {
    await writeFile(new URL('package.json', folder), JSON.stringify(manifest));
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: fileURLToPath(folder),
    });
  }
  const functions = fileURLToPath(new URL('functions.cjs', folder));
  await copyFile(new URL('programs/functions.cjs', import.meta.url), functions);
  return functions;
}

async function areInstalled(): Promise<boolean> {
  const installed = Object.entries(peerVersions).map(async ([name, version]) => {
    const manifest = await readFile(new URL(`node_modules/${name}/package.json`, folder), 'utf8').catch(() => '{}');
    return (JSON.parse(manifest) as { readonly version?: string }).version === version;
  });
  return (await Promise.all(installed)).every(Boolean);
}
