import { expect, test } from 'vitest';
import { singleSettle } from './i3-single-settle.ts';
import { story } from './story.ts';

const acked = (by: string, attempt: number, at: number) =>
  ({ kind: 'settled', id: 't', attempt, step: 'ack', by, at }) as const;

test('finds a second accepted settle of a task', () => {
  const found = singleSettle(story([acked('w1', 1, 100), acked('w2', 2, 200)]));
  expect(found).toMatchObject([{ invariant: 'I3', of: 't' }]);
});

test('finds a second accepted settle of an attempt', () => {
  const retried = { ...acked('w1', 1, 50), step: 'retry' } as const;
  expect(singleSettle(story([retried, acked('w2', 1, 100)]))).toHaveLength(1);
});

test('finds an outcome that is not what the worker was told', () => {
  const outcome = { kind: 'outcome', id: 't', state: 'dead', code: 'GRAFLOW_TASK_FAILED', at: 300 } as const;
  expect(singleSettle(story([acked('w1', 1, 100), outcome]))).toMatchObject([
    { what: expect.stringContaining('dead') },
  ]);
});

test('accepts a retry, a release and an ack of three attempts', () => {
  const retried = { ...acked('w1', 1, 50), step: 'retry' } as const;
  const released = { ...acked('w1', 2, 80), step: 'release' } as const;
  expect(singleSettle(story([retried, released, acked('w2', 2, 100)]))).toEqual([]);
});
