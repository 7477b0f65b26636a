import { describe, expect, it } from 'vitest';
import { checkLimits, type ClaimLimits } from './queue-limits.ts';

describe('checkLimits', () => {
  it.each<ClaimLimits>([{}, { concurrency: 1 }, { rate: { count: 10_000, perMs: 1 } }, { perKey: { concurrency: 1 } }])(
    'takes %j',
    (limits) => {
      expect(checkLimits(limits)).toBe(limits);
    },
  );

  it.each<[string, unknown]>([
    ['concurrency must be a whole number from 1, got 0.', { concurrency: 0 }],
    ['rate.count must be a whole number from 1 to 10000, got 10001.', { rate: { count: 10_001, perMs: 1 } }],
    ['rate.perMs must be whole milliseconds from 1, got undefined.', { rate: { count: 1 } }],
    ['"max" is no option.', { rate: { count: 1, perMs: 1, max: 1 } }],
    ['perKey.concurrency must be a whole number from 1, got 0.', { perKey: { concurrency: 0 } }],
    ['perKey.rate.perMs must be whole milliseconds from 1, got 0.', { perKey: { rate: { count: 1, perMs: 0 } } }],
    ['"backlog" is no option.', { perKey: { backlog: { count: 1 } } }],
    ['"concurency" is no option. Did you mean "concurrency"?', { concurency: 1 }],
  ])('says: %s', (message, limits) => {
    expect(() => checkLimits(limits as ClaimLimits)).toThrow(message);
  });
});
