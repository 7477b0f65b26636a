import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { native, produce, runNode, workbench } from './far-side.ts';

const { folder, bundle, remove } = await workbench();
afterAll(remove);

const source = readFileSync(join(folder, 'traces.mjs'), 'utf8').split('\n');
const produced = await produce(folder, native, 'traces');
const pickles = Object.fromEntries(Object.entries(produced).map(([name, { pickle }]) => [name, pickle]));
const traces = JSON.parse(
  await runNode(folder, [join(folder, 'trace.mjs'), bundle], JSON.stringify(pickles)),
) as Record<string, string[]>;

/** Where a text stands in the file of the cases, as a stack trace writes it. */
function placeOf(text: string, which = 0): string {
  const line = source.flatMap((at, index) => (at.includes(text) ? [index] : []))[which] ?? -1;
  return `cases/traces.mjs:${line + 1}:${(source[line]?.indexOf(text) ?? 0) + 1}`;
}

describe('an error at the far end names the file, line and column of', () => {
  test.each([
    ['a declared function', 'declared'],
    ['a nested function', 'inner'],
    ['a method of a class', 'Job.run'],
    ['an async function after an await', 'awaits'],
    ['functions that share a variable', 'Array.later'],
    ['two lives of one scope', 'Object.up'],
  ])('%s', (name, shown) => {
    expect(traces[name]?.[0]?.trim()).toMatch(
      new RegExp(`^at (async )?${shown} \\(${placeOf(`new Error('${name}')`)}\\)$`),
    );
  });

  test('each of two functions with one text', () => {
    expect(traces['a twin']?.[0]).toContain(placeOf("new Error('a twin')"));
    expect(traces['the other twin']?.[0]).toContain(placeOf("new Error('a twin')", 1));
    expect(pickles['a twin']?.code).toEqual(pickles['the other twin']?.code);
  });

  test('the functions that called it', () => {
    expect(traces['a method of a class']?.[1]).toContain(placeOf('new Job().run()').replace(/:\d+$/, ''));
    expect(traces['a nested function']?.[1]).toContain(`nested (${placeOf('inner(step)')})`);
  });
});
