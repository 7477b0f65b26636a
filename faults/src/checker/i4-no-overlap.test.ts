import { expect, test } from 'vitest';
import { noOverlap } from './i4-no-overlap.ts';
import { run, story } from './story.ts';

const cutOff = { kind: 'injured', who: 'w1', how: 'cut off', at: 100 } as const;

test('finds a second run while the first worker was well', () => {
  const found = noOverlap(story([...run('w1', 0, 5_000), ...run('w2', 3_000, 4_000, 2)]));
  expect(found).toMatchObject([{ invariant: 'I4', of: 't' }]);
});

test('finds a second run before the lease of a worker that was cut off can have ended', () => {
  expect(noOverlap(story([...run('w1', 0, 5_000), cutOff, ...run('w2', 600, 700, 2)]))).toHaveLength(1);
  expect(noOverlap(story([...run('w1', 0, 5_000), cutOff, ...run('w2', 1_200, 1_300, 2)]))).toEqual([]);
});

test('accepts a second run once the first has ended, or its process is gone', () => {
  expect(noOverlap(story([...run('w1', 0, 100), ...run('w2', 200, 300, 2)]))).toEqual([]);
  const killed = { ...cutOff, how: 'killed' } as const;
  expect(noOverlap(story([...run('w1', 0, 5_000), killed, ...run('w2', 200, 300, 2)]))).toEqual([]);
});

test('accepts a run of an earlier claim whose worker was frozen before it began, and none that was only cut off', () => {
  const late = [...run('w2', 1_200, 5_000, 2), ...run('w1', 1_300, 1_400, 1)];
  expect(noOverlap(story([{ ...cutOff, how: 'frozen' }, ...late]))).toEqual([]);
  expect(noOverlap(story([cutOff, ...late]))).toHaveLength(1);
});

test('accepts a second run after the first was given back', () => {
  const released = { kind: 'settled', id: 't', attempt: 1, step: 'release', at: 110 } as const;
  expect(noOverlap(story([...run('w1', 0, 5_000), released, ...run('w2', 120, 300)]))).toEqual([]);
});
