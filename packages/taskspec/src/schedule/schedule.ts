/** When the task of a schedule is due again and again. */
export type Schedule = (CronSchedule | IntervalSchedule) & {
  /**
   * What becomes of ticks that came while nobody looked: `all` makes the task of each, `once`, unless given, that of the
   * newest, `skip` that of the newest unless it is more than a minute old.
   */
  readonly missed?: 'all' | 'once' | 'skip';
};

/** A schedule by the clock on the wall. */
export interface CronSchedule {
  /**
   * Minute, hour, day, month and weekday, with seconds before them if wanted: `0 3 * * MON`. A fixed time that the clock
   * leaps over in spring is made up for right after the leap, one that comes twice in autumn ticks the first time;
   * what ticks by steps or `*` goes on at the same pace.
   */
  readonly cron: string;
  /** The name of the time zone, `Europe/Berlin`; `UTC` unless given. */
  readonly timeZone?: string;
}

/** A schedule by the distance of its ticks. */
export interface IntervalSchedule {
  /** Milliseconds from tick to tick, counted from the beginning of 1970 (UTC), so that all count alike. */
  readonly everyMs: number;
}
