import { expect, test } from 'vitest';
import { noLoss } from './i1-no-loss.ts';
import { story } from './story.ts';

const acked = { kind: 'enqAck', id: 't', at: 100 } as const;

test('finds a task that was acknowledged and never ended', () => {
  expect(noLoss(story([acked]))).toMatchObject([{ invariant: 'I1', of: 't' }]);
  expect(noLoss(story([acked, { kind: 'outcome', id: 't', state: 'none', at: 200 }]))).toHaveLength(1);
});

test('finds a dead letter without a reason', () => {
  expect(noLoss(story([acked, { kind: 'outcome', id: 't', state: 'dead', at: 200 }]))).toHaveLength(1);
});

test('takes a value, and a dead letter with its reason, for an end', () => {
  expect(noLoss(story([acked, { kind: 'outcome', id: 't', state: 'value', at: 200 }]))).toEqual([]);
  const code = 'GRAFLOW_TASK_FAILED';
  expect(noLoss(story([acked, { kind: 'outcome', id: 't', state: 'dead', code, at: 200 }]))).toEqual([]);
});

test('lets Redis forget only what the rules allow it to', () => {
  const killed = { kind: 'injured', who: 'redis', how: 'killed', at: 500 } as const;
  expect(noLoss(story([acked, killed], { forgetsMs: 1_000 }))).toEqual([]);
  expect(noLoss(story([acked, killed], { forgetsMs: 300 }))).toHaveLength(1);
});
