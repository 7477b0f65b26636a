import { describe, expect, it } from 'vitest';
import type { Schedule } from './schedule.ts';
import { newestTick, nextTick } from './ticks.ts';

const timeZone = 'Europe/Berlin';

/** The ticks after a time, as the clocks of Greenwich show them. */
const ticksAfter = (schedule: Schedule, after: string, count: number): readonly string[] => {
  const ticks: number[] = [];
  while (ticks.length < count) ticks.push(nextTick(schedule, ticks.at(-1) ?? Date.parse(after)) as number);
  return ticks.map((tick) => new Date(tick).toISOString().slice(5, 16));
};

describe('a tick', () => {
  it('goes by the clock of its time zone, UTC unless given', () => {
    expect(ticksAfter({ cron: '0 9 * * MON', timeZone: 'America/New_York' }, '2026-03-01T00:00Z', 2)).toEqual([
      '03-02T14:00',
      '03-09T13:00',
    ]);
    expect(ticksAfter({ cron: '0 9 * * MON' }, '2026-03-01T00:00Z', 1)).toEqual(['03-02T09:00']);
  });

  it('at a time that the clock leaps over comes right after the leap, once', () => {
    expect(ticksAfter({ cron: '30 2 * * *', timeZone }, '2026-03-28T00:00Z', 3)).toEqual([
      '03-28T01:30',
      '03-29T01:00',
      '03-30T00:30',
    ]);
  });

  it('at a time that comes twice comes the first time only', () => {
    expect(ticksAfter({ cron: '30 2 * * *', timeZone }, '2026-10-24T12:00Z', 2)).toEqual([
      '10-25T00:30',
      '10-26T01:30',
    ]);
  });

  it('by steps keeps its pace when the clock is changed', () => {
    expect(ticksAfter({ cron: '*/30 * * * *', timeZone }, '2026-03-29T00:00Z', 3)).toEqual([
      '03-29T00:30',
      '03-29T01:00',
      '03-29T01:30',
    ]);
    expect(ticksAfter({ cron: '*/30 * * * *', timeZone }, '2026-10-24T23:59Z', 4)).toEqual([
      '10-25T00:00',
      '10-25T00:30',
      '10-25T01:00',
      '10-25T01:30',
    ]);
  });

  it.each<Schedule>([{ everyMs: 86_400_000 }, { cron: '0 0 * * *' }])('is its own newest one: %j', (schedule) => {
    const midnight = Date.UTC(2026, 0, 2);
    expect(newestTick(schedule, midnight)).toBe(midnight);
    expect(newestTick(schedule, midnight - 1)).toBe(midnight - 86_400_000);
    expect(nextTick(schedule, midnight - 1)).toBe(midnight);
    expect(nextTick(schedule, midnight)).toBe(midnight + 86_400_000);
  });
});
