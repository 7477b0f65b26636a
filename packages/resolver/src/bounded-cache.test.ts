import { expect, it, vi } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('makes a value once', () => {
  const cache = new BoundedCache<number>(2);
  const make = vi.fn(() => 7);
  expect([cache.getOrMake('a', make), cache.getOrMake('a', make)]).toEqual([7, 7]);
  expect(make).toHaveBeenCalledTimes(1);
});

it('drops the value that was used least lately', () => {
  const cache = new BoundedCache<string>(2);
  for (const key of ['a', 'b', 'a', 'c']) cache.getOrMake(key, () => key);
  const made = vi.fn(() => 'again');
  expect(cache.getOrMake('a', made)).toBe('a');
  expect(cache.getOrMake('b', made)).toBe('again');
  expect(cache.size).toBe(2);
});

it('keeps nothing of a failure', () => {
  const cache = new BoundedCache<number>(2);
  expect(() =>
    cache.getOrMake('a', () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(cache.getOrMake('a', () => 1)).toBe(1);
});
