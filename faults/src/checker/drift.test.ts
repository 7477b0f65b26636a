import { expect, test } from 'vitest';
import { driftOf } from './drift.ts';

const samplesOf = (who: string, megabytes: readonly number[]) =>
  megabytes.map(
    (size, at) => ({ at, by: 'harness', kind: 'memory', who, moment: 'during', bytes: size * 2 ** 20 }) as const,
  );

test('what grows at the beginning only is flat', () => {
  expect(driftOf({ entries: samplesOf('redis', [1, 2, 3, 10, 11, 10, 10, 10.4, 10]) }, 'redis')).toEqual({
    isFlat: true,
    words: 'redis keeps 10.00 MiB in the middle third, 10.00 MiB in the last: 0.0 % more',
  });
});

test('what goes on growing is not flat', () => {
  expect(driftOf({ entries: samplesOf('redis', [1, 2, 3, 10, 10, 10, 11, 11, 11]) }, 'redis').isFlat).toBe(false);
});

test('samples of others do not count, and none at all are not flat', () => {
  expect(driftOf({ entries: samplesOf('redis', [1, 1, 1]) }, 'worker-1')).toEqual({
    isFlat: false,
    words: 'worker-1: was not measured',
  });
});
