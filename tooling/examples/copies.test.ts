import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'copies/program.mjs');

/** A program on the built packages whose task module was loaded by another loader. */
const run = async (loader: string): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, loader], { timeout: 30_000 });
  return JSON.parse(stdout);
};

test.each([
  { loader: 'jiti', otherCopies: [false, false] },
  { loader: 'tsx', otherCopies: [true, true] },
])('task and context are found in a module that $loader loaded', async ({ loader, otherCopies }) => {
  expect(await run(loader)).toEqual({ otherCopies, name: 'copies.inspect', named: true, byValue: true });
});
