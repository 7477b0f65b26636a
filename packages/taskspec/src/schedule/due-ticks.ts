import type { Schedule } from './schedule.ts';
import { newestTick, nextTick } from './ticks.ts';

/** The ticks whose tasks are to be made now, and the first one after them. */
export interface DueTicks {
  /** In milliseconds since 1970, in their order. */
  readonly ticks: readonly number[];
  /** Infinity where there is none. */
  readonly nextAt: number;
}

const mostAtOnce = 1_000;
const skippedAfterMs = 60_000;

/**
 * Decides which ticks are made, when the first one that was not made yet is at `nextAt`. Of `all`, at most a thousand
 * at once: the next look goes on with the rest. Pure.
 */
export function dueTicks(schedule: Schedule, nextAt: number, now: number): DueTicks {
  if (nextAt > now) return { ticks: [], nextAt };
  const { missed = 'once' } = schedule;
  if (missed === 'all') return allTicks(schedule, nextAt, now);
  const newest = Math.max(nextAt, newestTick(schedule, now) ?? nextAt);
  const isSkipped = missed === 'skip' && now - newest > skippedAfterMs;
  return { ticks: isSkipped ? [] : [newest], nextAt: nextTick(schedule, newest) ?? Infinity };
}

function allTicks(schedule: Schedule, first: number, now: number): DueTicks {
  const ticks: number[] = [];
  let tick = first;
  while (tick <= now && ticks.length < mostAtOnce) {
    ticks.push(tick);
    tick = nextTick(schedule, tick) ?? Infinity;
  }
  return { ticks, nextAt: tick };
}
