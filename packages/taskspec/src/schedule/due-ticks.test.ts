import { describe, expect, it } from 'vitest';
import { dueTicks } from './due-ticks.ts';

const everyMs = 1_000;

describe('dueTicks', () => {
  it('has nothing to do before the next tick', () => {
    expect(dueTicks({ everyMs }, 5_000, 4_999)).toEqual({ ticks: [], nextAt: 5_000 });
  });

  it.each(['all', 'once', 'skip'] as const)('makes a tick in time: %s', (missed) => {
    expect(dueTicks({ everyMs, missed }, 5_000, 5_000)).toEqual({ ticks: [5_000], nextAt: 6_000 });
  });

  it('makes each missed tick, or the newest, as the schedule says', () => {
    expect(dueTicks({ everyMs, missed: 'all' }, 5_000, 8_100)).toEqual({
      ticks: [5_000, 6_000, 7_000, 8_000],
      nextAt: 9_000,
    });
    expect(dueTicks({ everyMs }, 5_000, 8_100)).toEqual({ ticks: [8_000], nextAt: 9_000 });
  });

  it('skips what is more than a minute old', () => {
    const daily = { cron: '0 3 * * *', missed: 'skip' } as const;
    const [third, fourth] = [Date.UTC(2026, 0, 3, 3), Date.UTC(2026, 0, 4, 3)];
    expect(dueTicks(daily, third, third + 60_000)).toEqual({ ticks: [third], nextAt: fourth });
    expect(dueTicks(daily, third, third + 60_001)).toEqual({ ticks: [], nextAt: fourth });
  });

  it('makes a thousand at once and leaves the rest for the next look', () => {
    const { ticks, nextAt } = dueTicks({ everyMs, missed: 'all' }, 0, 5_000_000);
    expect(ticks).toHaveLength(1_000);
    expect(nextAt).toBe(1_000_000);
  });

  it('goes over a year of missed seconds at once where only the newest counts', () => {
    const now = Date.UTC(2026, 5, 1);
    expect(dueTicks({ cron: '* * * * * *' }, Date.UTC(2025, 5, 1), now)).toEqual({ ticks: [now], nextAt: now + 1_000 });
  });
});
