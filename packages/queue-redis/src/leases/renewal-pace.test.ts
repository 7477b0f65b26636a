import { expect, test } from 'vitest';
import { isRenewalDue, renewEveryMs } from './renewal-pace.ts';

const leaseMs = 8_000;

test('a lease is renewed at every tick, also at one that comes a moment early', () => {
  expect(isRenewalDue(renewEveryMs(leaseMs) - 50, leaseMs)).toBe(true);
});

test('a lease that was just taken waits for the next tick, and has two thirds of its time left then', () => {
  expect(isRenewalDue(400, leaseMs)).toBe(false);
  expect(isRenewalDue(leaseMs / 3 - renewEveryMs(leaseMs), leaseMs)).toBe(true);
});
