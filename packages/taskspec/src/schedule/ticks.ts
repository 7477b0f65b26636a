import { Cron } from 'croner';
import type { Schedule } from './schedule.ts';

/** Gives the first tick after a time, in milliseconds since 1970; undefined where there is none. */
export function nextTick(schedule: Schedule, after: number): number | undefined {
  if ('everyMs' in schedule) return (Math.floor(after / schedule.everyMs) + 1) * schedule.everyMs;
  return cronOf(schedule).nextRun(new Date(after))?.getTime();
}

/** Gives the last tick that is not after a time; undefined where there is none. */
export function newestTick(schedule: Schedule, at: number): number | undefined {
  if ('everyMs' in schedule) return Math.floor(at / schedule.everyMs) * schedule.everyMs;
  return cronOf(schedule)
    .previousRuns(1, new Date(at + 1))[0]
    ?.getTime();
}

const cronOf = ({ cron, timeZone = 'UTC' }: Extract<Schedule, { readonly cron: string }>): Cron =>
  new Cron(cron, { timezone: timeZone, mode: '5-or-6-parts', paused: true });
