import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The root of the project. */
export const root = resolve(import.meta.dirname, '../..');

const notOurs = new Set(['node_modules', 'dist', '.git', '.turbo', 'fixtures']);

/** The files of the project under a folder, as paths from the root. */
export const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = entries
    .filter(({ name }) => !notOurs.has(name))
    .map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    });
  return (await Promise.all(nested)).flat();
};
