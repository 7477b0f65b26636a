import { expect, test } from 'vitest';
import { randomFrom } from './random.ts';

const draws = (seed: number) => {
  const random = randomFrom(seed);
  return [random.below(1_000), random.between(5, 9), random.pick(['a', 'b', 'c']), random.shuffle([1, 2, 3, 4])];
};

test('the same seed decides the same, another seed something else', () => {
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
});

test('numbers stay within their limits and reach both of them', () => {
  const random = randomFrom(1);
  const seen = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
  expect(seen).toEqual(new Set([3, 4, 5, 6]));
});
