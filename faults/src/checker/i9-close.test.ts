import { expect, test } from 'vitest';
import { closes } from './i9-close.ts';
import { story } from './story.ts';

const stopping = { kind: 'stopping', deadlineMs: 500, at: 0 } as const;
const exited = (at: number) => ({ kind: 'exited', who: 'w1', code: 0, signal: null, by: 'harness', at }) as const;

test('finds a worker that is gone too late, or never', () => {
  expect(closes(story([stopping, exited(6_100)]))).toMatchObject([{ invariant: 'I9', of: 'w1' }]);
  expect(closes(story([stopping]))).toHaveLength(1);
});

test('accepts one that is gone in time, or was killed meanwhile', () => {
  expect(closes(story([stopping, exited(5_900)]))).toEqual([]);
  expect(closes(story([stopping, { kind: 'injured', who: 'w1', how: 'killed', at: 100 }]))).toEqual([]);
});
