import { expect, test } from 'vitest';
import { order } from './i10-order.ts';
import { story } from './story.ts';

const queued = [
  { kind: 'enq', id: 'a', at: 0 },
  { kind: 'enq', id: 'b', at: 1 },
  { kind: 'enq', id: 'urgent', priority: 1, at: 2 },
] as const;
const starts = (...ids: readonly string[]) =>
  ids.map((id, index) => ({ kind: 'start', id, attempt: 1, run: id, pid: 1, at: 10 + index }) as const);

test('finds tasks that start out of their order', () => {
  const found = order(story([...queued, ...starts('urgent', 'b', 'a')], { ordered: true }));
  expect(found.map(({ of }) => of)).toEqual(['a', 'b']);
  expect(order(story([...queued, ...starts('a', 'urgent', 'b')], { ordered: true }))).not.toEqual([]);
});

test('accepts the order of priorities, then of enqueues, and any order where none is promised', () => {
  expect(order(story([...queued, ...starts('urgent', 'a', 'b')], { ordered: true }))).toEqual([]);
  expect(order(story([...queued, ...starts('b', 'a', 'urgent')]))).toEqual([]);
});
