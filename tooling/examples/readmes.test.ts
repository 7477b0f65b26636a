import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { layers } from '../../layers.mjs';

/** A program that a page shows with its output right below; in several files where they stand one below the other. */
interface Shown {
  readonly page: string;
  readonly files: readonly string[];
  readonly output: string;
}

const root = resolve(import.meta.dirname, '../..');
/** Here the packages of the workspace are found, and git and the tests find nothing. */
const folder = join(import.meta.dirname, 'node_modules/.readmes');
const pages = ['README.md', ...layers.flat().map((name) => `packages/${name}/README.md`)];
const programs = pages.flatMap((page) => programsOf(page, readFileSync(join(root, page), 'utf8')));

function programsOf(page: string, text: string): Shown[] {
  const found: Shown[] = [];
  let files: string[] = [];
  let end = 0;
  for (const block of text.matchAll(/^```(?<language>\w*)\n(?<content>.*?)^```$/gms)) {
    const { language, content = '' } = block.groups ?? {};
    if (text.slice(end, block.index).trim() !== '') files = [];
    if (language === 'js' || language === 'ts') files.push(content);
    else if ((language === '' || language === 'text') && files.length > 0) found.push({ page, files, output: content });
    if (language !== 'js' && language !== 'ts') files = [];
    end = block.index + block[0].length;
  }
  return found;
}

/** Runs a program as its reader would, after what `tsc` would make of it; gives what it prints. */
async function run(files: readonly string[]): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Places in messages are shown as in a project of the reader's own.
  writeFileSync(join(folder, 'package.json'), '{ "name": "readme", "type": "module" }');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  let printed = '';
  for (const [index, code] of files.entries()) {
    const file = join(folder, `program${index || ''}.js`);
    writeFileSync(file, ts.transpileModule(code, { compilerOptions }).outputText);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 30_000 });
    printed += stdout;
  }
  return printed;
}

test.each(programs)('a program of $page prints what it says', { timeout: 60_000 }, async ({ files, output }) => {
  expect(await run(files)).toBe(output);
});

test('the pages have programs with output', () => {
  expect(programs.map(({ page }) => page)).toContain('README.md');
});
