import { afterAll, describe, expect, test } from 'vitest';
import { native, produce, workbench } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

describe('two processes', () => {
  test.each(['functions', 'function-objects', 'modules'])('make the same bytes of %s', async (file) => {
    const [first, second] = await Promise.all([produce(folder, native, file), produce(folder, native, file)]);
    expect(Object.keys(first).length).toBeGreaterThan(10);
    for (const [name, { pickle }] of Object.entries(first))
      expect([name, JSON.stringify(second[name]?.pickle)]).toEqual([name, JSON.stringify(pickle)]);
  });
});
