import { afterAll, expect, test } from 'vitest';
import { native, run, workbench } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

test('a variable that was not reached yet stays so, and what holds undefined holds it', async () => {
  const before = (name: string): string => `Cannot access '${name}' before initialization`;
  expect(await run(folder, native, 'unreached')).toEqual({
    let: before('variable'),
    const: before('constant'),
    class: before('Declared'),
    write: before('variable'),
    typeof: before('variable'),
    'var, which is undefined': 'undefined',
    'let that holds undefined': 'undefined',
    'in a function, before': before('local'),
    'in a function, after': 'reached',
  });
});
