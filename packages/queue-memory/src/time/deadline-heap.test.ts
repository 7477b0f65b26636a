import { expect, test } from 'vitest';
import { DeadlineHeap } from './deadline-heap.ts';

const takeAll = (heap: DeadlineHeap<string>, now: number): string[] => {
  const taken: string[] = [];
  for (let item = heap.takeDue(now); item !== undefined; item = heap.takeDue(now)) taken.push(item);
  return taken;
};

test('gives what is due, nearest first, and nothing that is not due', () => {
  const heap = new DeadlineHeap<string>();
  for (const at of [50, 10, 40, 20, 30]) heap.add(at, String(at));
  expect(heap.nearest).toBe(10);
  expect(takeAll(heap, 30)).toEqual(['10', '20', '30']);
  expect(heap.nearest).toBe(40);
  expect(takeAll(heap, 1_000)).toEqual(['40', '50']);
  expect(heap.nearest).toBe(Infinity);
});

test('keeps the order of those with one time', () => {
  const heap = new DeadlineHeap<string>();
  for (const item of ['a', 'b', 'c', 'd', 'e', 'f']) heap.add(7, item);
  expect(takeAll(heap, 7)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('agrees with sorting on many times in any order', () => {
  const heap = new DeadlineHeap<string>();
  const times = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 263);
  times.forEach((at, index) => heap.add(at, `${at}:${index}`));
  const sorted = times.map((at, index) => ({ at, index })).toSorted((left, right) => left.at - right.at);
  expect(takeAll(heap, 263)).toEqual(sorted.map(({ at, index }) => `${at}:${index}`));
});

test('takes out a thing before its time, whichever, and keeps the others in order', () => {
  for (const gone of [50, 10, 40, 20, 30]) {
    const heap = new DeadlineHeap<string>();
    for (const at of [50, 10, 40, 20, 30]) heap.add(at, String(at));
    expect(heap.remove(String(gone))).toBe(true);
    expect(heap.remove(String(gone))).toBe(false);
    expect(takeAll(heap, 50)).toEqual(['10', '20', '30', '40', '50'].filter((at) => at !== String(gone)));
  }
});
