import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { layers } from '../../layers.mjs';

const root = resolve(import.meta.dirname, '../..');
/** Here the packages of the workspace are found, and git and the tests find nothing. */
const folder = join(import.meta.dirname, 'node_modules/.readmes');

/** Programs that a page shows with their output right below. */
const pages = ['README.md', ...layers.flat().map((name) => `packages/${name}/README.md`)];
const programs = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = text.matchAll(
    /```(?:js|ts)\n(?<code>[^`]*?(?:`[^`]+`[^`]*?)*)```\s*```(?:text)?\n(?<output>.*?)```/gs,
  );
  return [...blocks].map(({ groups }, index) => ({
    page,
    index,
    code: groups?.['code'] ?? '',
    output: groups?.['output'],
  }));
});

/** Runs a program as its reader would, after what `tsc` would make of it. */
async function run(name: string, code: string): Promise<string> {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, outputText);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 30_000 });
  return stdout;
}

test.each(programs)(
  '$page, program $index, prints what it says',
  { timeout: 60_000 },
  async ({ page, index, code, output }) => {
    const name = `${page.replaceAll(/\W/g, '-')}-${index}`;
    expect((await run(name, code)).trim()).toBe(output?.trim());
  },
);

test('the pages have programs with output', () => {
  expect(programs.map(({ page }) => page)).toContain('README.md');
});
