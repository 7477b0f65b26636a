import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskSchedules } from '../queue/task-schedules.ts';

/** What ends the work, and who hears of its troubles. */
export interface RunSchedulesOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Hears why a look was in vain; the next one follows a second later. */
  readonly failed?: (error: unknown) => void;
}

/** A schedule that was set a moment ago is seen within this time. */
const longestSleepMs = 1_000;

/**
 * Makes the tasks of the schedules of a queue when they are due, until the signal fires. Workers do it while they run; a process that
 * only keeps time calls it by itself. As many may do it as like: each tick is made once.
 *
 * @example
 * ```ts
 * import { runSchedules } from '@graflow/taskspec';
 *
 * const stopping = new AbortController();
 * process.once('SIGTERM', () => stopping.abort());
 * await runSchedules(queue, { signal: stopping.signal });
 * ```
 */
export async function runSchedules(
  { schedules }: { readonly schedules: TaskSchedules },
  { signal, failed }: RunSchedulesOptions,
): Promise<void> {
  while (!signal.aborted) {
    let waitMs: number | undefined;
    try {
      waitMs = await schedules.tick();
    } catch (error) {
      if (!signal.aborted) failed?.(error);
    }
    await sleep(Math.min(waitMs ?? longestSleepMs, longestSleepMs), undefined, { signal, ref: false }).catch(() => {});
  }
}
