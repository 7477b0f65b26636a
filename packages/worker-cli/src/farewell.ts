import type { StopReport } from '@graflow/worker';
import type { Logger } from 'pino';
import type { Tally } from './log-events.ts';

/** Makes the last line: how long the worker was up, and what became of the tasks. */
export function farewell(tally: Readonly<Tally>, logger: Logger): (report: StopReport) => void {
  const startedAt = performance.now();
  return ({ unsettled }) => {
    if (unsettled.length > 0)
      logger.error(
        { event: 'tasks-unsettled', label: 'left', taskIds: unsettled },
        `Redis took ${unsettled.length} tasks not back: they run again when their leases have ended`,
      );
    const upSeconds = Math.round((performance.now() - startedAt) / 1_000);
    const { succeeded, failed, released } = tally;
    logger.info(
      { event: 'worker-stopped', label: 'bye', upSeconds, succeeded, failed, released },
      `up ${upSeconds} s · done ${succeeded} · failed ${failed} · returned ${released}`,
    );
  };
}
