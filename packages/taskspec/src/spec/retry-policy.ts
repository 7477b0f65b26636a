import type { RetryOptions } from '@graflow/resolver';
import { checkDuration } from './check-duration.ts';
import { optionInvalid } from '../errors.ts';
import { checkFailureKinds } from './retry-filter.ts';

/** What a policy decides: run again after a delay, or give up. */
export type RetryDecision = { readonly retry: true; readonly delayMs: number } | { readonly retry: false };

/**
 * Decides what follows the given number of failed attempts: exponential backoff, bounded, with jitter on both sides.
 * Pure, but for `random`.
 *
 * @param failures - failed attempts so far, from 1; lost leases and releases are not failures
 */
export function decideRetry(
  failures: number,
  options: RetryOptions = {},
  random: () => number = Math.random,
): RetryDecision {
  const { maxAttempts, minDelayMs, maxDelayMs, factor, jitter } = withDefaults(options);
  if (failures >= maxAttempts) return { retry: false };
  // A power can be infinite, and nothing times infinity is not a number.
  const delayMs = minDelayMs === 0 ? 0 : Math.min(maxDelayMs, minDelayMs * factor ** (failures - 1));
  const spread = 1 + jitter * (2 * random() - 1);
  return { retry: true, delayMs: Math.round(Math.min(maxDelayMs, delayMs * spread)) };
}

/**
 * Checks retry options where they enter.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkRetryOptions(options: RetryOptions): void {
  const { maxAttempts, minDelayMs, maxDelayMs, factor, jitter } = withDefaults(options);
  if (!Number.isSafeInteger(maxAttempts) || maxAttempts < 1)
    throw optionInvalid('retry.maxAttempts', maxAttempts, 'a whole number from 1');
  checkDuration('retry.minDelayMs', minDelayMs, 0);
  checkDuration('retry.maxDelayMs', maxDelayMs, minDelayMs);
  if (!isBetween(factor, 1, 1_000)) throw optionInvalid('retry.factor', factor, 'a number from 1 to 1000');
  if (!isBetween(jitter, 0, 1)) throw optionInvalid('retry.jitter', jitter, 'a number from 0 to 1');
  checkFailureKinds('retry.only', options.only);
  checkFailureKinds('retry.except', options.except);
}

function withDefaults(options: RetryOptions): Required<Omit<RetryOptions, 'only' | 'except'>> {
  const { maxAttempts = 3, minDelayMs = 1_000, factor = 2, jitter = 0.2 } = options;
  const { maxDelayMs = Math.max(60_000, minDelayMs) } = options;
  return { maxAttempts, minDelayMs, maxDelayMs, factor, jitter };
}

const isBetween = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most;
