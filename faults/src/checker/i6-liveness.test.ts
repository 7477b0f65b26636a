import { expect, test } from 'vitest';
import { liveness } from './i6-liveness.ts';
import { story } from './story.ts';

const outage = [
  { kind: 'enqAck', id: 't', at: 0 },
  { kind: 'injured', who: 'redis', how: 'killed', at: 100 },
  { kind: 'healed', who: 'redis', at: 1_000 },
] as const;
const start = (at: number) => ({ kind: 'start', id: 't', attempt: 1, run: 'r', pid: 1, at }) as const;

test('finds that nothing starts for too long after an injury is over', () => {
  expect(liveness(story([...outage, start(7_000)]))).toMatchObject([{ invariant: 'I6', of: 'redis' }]);
  expect(liveness(story(outage))).toHaveLength(1);
});

test('accepts a start in time, and no start where nothing was to do', () => {
  expect(liveness(story([...outage, start(5_500)]))).toEqual([]);
  expect(liveness(story(outage.slice(1)))).toEqual([]);
});

test('waits for the end of a lease where somebody had claimed what is left', () => {
  expect(liveness(story([start(50), ...outage, { ...start(7_400), attempt: 2, run: 'r2' }]))).toEqual([]);
  expect(liveness(story([start(50), ...outage, { ...start(7_600), attempt: 2, run: 'r2' }]))).toHaveLength(1);
});
