import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { wrapFunctions } from './wrap-functions.js';

/**
 * A plugin that lets V8 compile together with the import what a program for training runs of the bundle: it gets the URL of the bundle as its argument.
 *
 * V8 looks over each function when it reads a script, and compiles it when it is first called, which reads it a second time. What stands in parentheses it
 * compiles at once.
 *
 * @param {{ training: string }} options
 * @returns {import('tsup').Options['plugins'][number]}
 */
export const eager = ({ training }) => ({
  name: 'eager',
  async renderChunk(printed, { path }) {
    if (!path.endsWith('.js')) return undefined;
    // esbuild escapes what is beyond ASCII, but in comments: one such sign, and V8 has two bytes for each of a text, which takes longer to read.
    const code = printed.replaceAll(/[^\0-\x7F]/g, '-');
    const wrapped = wrapFunctions({ code, path }, await functionsRun(code, training));
    // What was moved must run as before.
    await functionsRun(wrapped.code, training);
    return wrapped;
  },
});

/** Where the functions stand that a program runs of a bundle. */
async function functionsRun(code, training) {
  const folder = await mkdtemp(join(tmpdir(), 'graflow-training-'));
  try {
    const bundle = join(folder, 'bundle.mjs');
    await writeFile(bundle, code);
    const url = pathToFileURL(bundle).href;
    const env = { ...process.env, NODE_V8_COVERAGE: join(folder, 'coverage') };
    await promisify(execFile)(process.execPath, [training, url], { env });
    const [file] = await readdir(env.NODE_V8_COVERAGE);
    const { result } = JSON.parse(await readFile(join(env.NODE_V8_COVERAGE, file), 'utf8'));
    const functions = result.find((script) => script.url === url)?.functions ?? [];
    return functions.map(({ ranges: [whole] }) => whole).filter(({ count }) => count > 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
