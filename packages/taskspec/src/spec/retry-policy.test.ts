import type { RetryOptions } from '@graflow/resolver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRetryOptions, decideRetry } from './retry-policy.ts';

const delayAfter = (failures: number, options: RetryOptions = {}, random = 0.5): number | undefined => {
  const decision = decideRetry(failures, { maxAttempts: 99, ...options }, () => random);
  return decision.retry ? decision.delayMs : undefined;
};

const anyOptions = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 1e9 }),
    minDelayMs: fc.nat(1e6),
    maxDelayMs: fc.integer({ min: 1e6, max: 2 ** 40 }),
    factor: fc.double({ min: 1, max: 1_000, noNaN: true }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .filter((options) => options.maxDelayMs >= options.minDelayMs);
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('decideRetry', () => {
  it('runs a task three times in all, unless told otherwise', () => {
    expect([1, 2, 3, 4].map((failures) => decideRetry(failures).retry)).toEqual([true, true, false, false]);
    expect(decideRetry(1, { maxAttempts: 1 })).toEqual({ retry: false });
  });

  it('doubles the delay from one second to one minute, unless told otherwise', () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => delayAfter(failures))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('spreads a delay by the jitter on both sides', () => {
    expect([0, 0.25, 0.5, 1].map((random) => delayAfter(1, { jitter: 0.5 }, random))).toEqual([500, 750, 1_000, 1_500]);
  });

  it('raises the longest delay to the first one, when only that is given', () => {
    expect(delayAfter(1, { minDelayMs: 120_000 })).toBe(120_000);
  });

  it('always gives a whole delay between nothing and the longest', () => {
    const isBounded = (
      failures: number,
      options: Required<Omit<RetryOptions, 'only' | 'except'>>,
      random: number,
    ): void => {
      checkRetryOptions(options);
      const decision = decideRetry(failures, options, () => random);
      expect(decision.retry).toBe(failures < options.maxAttempts);
      if (!decision.retry) return;
      expect(decision.delayMs).toSatisfy(Number.isInteger);
      expect(decision.delayMs).toBeGreaterThanOrEqual(0);
      expect(decision.delayMs).toBeLessThanOrEqual(options.maxDelayMs);
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), anyOptions, anyRandom, isBounded));
  });

  it('never shortens the delay from one failure to the next, without jitter', () => {
    const grows = (failures: number, options: Required<Omit<RetryOptions, 'only' | 'except'>>): void => {
      const calm = { ...options, maxAttempts: 1e9, jitter: 0 };
      expect(delayAfter(failures + 1, calm)).toBeGreaterThanOrEqual(delayAfter(failures, calm) ?? 0);
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e4 }), anyOptions, grows));
  });
});

describe('checkRetryOptions', () => {
  it.each<[string, RetryOptions]>([
    ['retry.maxAttempts must be a whole number from 1, got 0.', { maxAttempts: 0 }],
    ['retry.maxAttempts must be a whole number from 1, got 1.5.', { maxAttempts: 1.5 }],
    ['retry.minDelayMs must be whole milliseconds from 0, got -1.', { minDelayMs: -1 }],
    ['retry.minDelayMs must be whole milliseconds from 0, got Infinity.', { minDelayMs: Infinity }],
    ['retry.maxDelayMs must be whole milliseconds from 1000, got 10.', { maxDelayMs: 10 }],
    ['retry.factor must be a number from 1 to 1000, got 0.5.', { factor: 0.5 }],
    ['retry.factor must be a number from 1 to 1000, got NaN.', { factor: Number.NaN }],
    ['retry.jitter must be a number from 0 to 1, got 2.', { jitter: 2 }],
  ])('says: %s', (message, options) => {
    expect(() => checkRetryOptions(options)).toThrow(message);
  });
});
