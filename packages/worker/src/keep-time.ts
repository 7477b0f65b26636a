import { runSchedules, type TaskQueue } from '@graflow/taskspec';
import type { Reporter } from './reporter.ts';

/** Makes the tasks of the schedules of these queues when they are due, until the worker stops. */
export function keepTime(queues: readonly TaskQueue[], reporter: Reporter, stopping: AbortSignal): void {
  for (const queue of queues) {
    const failed = (error: unknown): void =>
      reporter.tellQueueError({ queue: queue.name, during: 'schedule', error, retryInMs });
    void runSchedules(queue, { signal: stopping, failed });
  }
}

/** As long as `runSchedules` waits before it looks again. */
const retryInMs = 1_000;
