import { expect, test } from 'vitest';
import { native, run, workbench } from './far-side.ts';

test('a function that is pickled again comes with what its variables hold by then', async () => {
  const { folder, remove } = await workbench();
  const { before, after } = (await run(folder, native, 'pickled-again')) as Record<'before' | 'after', object>;
  remove();
  expect(before).toMatchObject({
    readsFixed: 1,
    readsMoving: 1,
    makesReplaced: 'first',
    callsSwapped: 'first',
    readsKept: 'first',
    readsImport: 0,
  });
  expect(after).toEqual({
    readsFixed: 2,
    readsMoving: 2,
    makesReplaced: 'second',
    callsSwapped: 'second',
    readsKept: 'second',
    readsImport: 1,
    readsLate: 'there now',
  });
}, 120_000);

test('a function that was pickled is known by the name of its export', async () => {
  const { folder, remove } = await workbench();
  const name = await run(folder, native, 'exported-again');
  remove();
  expect(name).toBe('rounded');
}, 120_000);
