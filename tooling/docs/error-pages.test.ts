import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesUnder, root } from './project.ts';

const setup = async () => {
  const sources = (await filesUnder('packages')).filter((path) => /\/src\/.*(?<!\.test)\.ts$/.test(path));
  const codes = [...new Set((await Promise.all(sources.map(codesIn))).flat())];
  const pages = (await readdir(join(root, 'docs/errors'))).map((file) => file.replace(/\.md$/, ''));
  return { codes, pages };
};

/** The codes of a file: `'GRAFLOW_A' | 'GRAFLOW_B'` as types, the keys of an interface of details, `code: 'GRAFLOW_A'`. */
const codesIn = async (path: string): Promise<readonly string[]> => {
  const source = ts.createSourceFile(path, await readFile(join(root, path), 'utf8'), ts.ScriptTarget.Latest);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) names.push(node.literal.text);
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) names.push(node.name.text);
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.initializer)) names.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names.filter((name) => name.startsWith('GRAFLOW_'));
};

test('every error code has its page in docs/errors', async () => {
  const { codes, pages } = await setup();
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !pages.includes(code))).toEqual([]);
});

test('every page in docs/errors belongs to an error code', async () => {
  const { codes, pages } = await setup();
  expect(pages.filter((page) => !codes.includes(page))).toEqual([]);
});

test('every page opens with a heading and says more than that', async () => {
  const { pages } = await setup();
  const texts = await Promise.all(
    pages.map(async (page) => ({ page, text: await readFile(join(root, 'docs/errors', `${page}.md`), 'utf8') })),
  );
  expect(texts.filter(({ text }) => !/^# .+\n\n.+/.test(text)).map(({ page }) => page)).toEqual([]);
});
