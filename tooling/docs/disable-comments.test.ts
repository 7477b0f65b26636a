import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, root } from './project.ts';

/** Where a comment switches a rule of lint off and does not say why after ` -- `. */
const silentIn = async (path: string): Promise<readonly string[]> => {
  const lines = (await readFile(join(root, path), 'utf8')).split('\n');
  return lines.flatMap((line, index) => (/lint-disable(?!.* -- \S)/.test(line) ? [`${path}:${index + 1}`] : []));
};

test('every comment that switches a rule off says why', async () => {
  const paths = (await Promise.all(['packages', 'examples', 'bench'].map(filesUnder))).flat();
  const sources = paths.filter((path) => /\.[cm]?[jt]s$/.test(path));
  expect((await Promise.all(sources.map(silentIn))).flat()).toEqual([]);
});
