import type { Deadline } from './deadline.ts';
import { workerStopped } from './errors.ts';
import type { Slots } from './slots.ts';
import type { TaskRun } from './task-run.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What became of the tasks that ran when a worker was told to stop; those that ended in time are not listed. */
export interface StopReport {
  /** Ids of tasks that did not end in time and were given back: another worker runs them. */
  readonly released: readonly string[];
  /** Ids of tasks that could not even be given back, because the queue did not answer: their leases end by themselves. */
  readonly unsettled: readonly string[];
}

/** How long the queue may take to accept what is given back, in milliseconds. */
const releaseMs = 2_000;

/**
 * Ends what runs: waits for it until the deadline, then fires its signals, waits a little longer, and gives back what is
 * left. Ends at the latest `graceMs` and 2 s after the deadline.
 */
export async function drain(slots: Slots, { deadline, graceMs }: DrainOptions): Promise<StopReport> {
  await Promise.race([slots.ended, deadline.reached]);
  deadline.clear();
  const stopped = workerStopped();
  for (const run of slots.running.all()) run.abort(stopped);
  if (slots.running.size > 0) await waitAtMost(graceMs, slots.ended);
  return giveBack(slots, slots.running.all());
}

interface DrainOptions {
  readonly deadline: Deadline;
  readonly graceMs: number;
}

async function giveBack(slots: Slots, left: readonly TaskRun[]): Promise<StopReport> {
  const released = new Set<string>();
  const releases = left
    .filter((run) => run.phase === 'running')
    .map(
      (run) =>
        new Promise<void>((resolve) =>
          slots.giveBack(run, (_run, isKnown) => {
            if (isKnown) released.add(run.taskId);
            resolve();
          }),
        ),
    );
  if (left.length > 0) await waitAtMost(releaseMs, Promise.all(releases));
  const ids = left.map((run) => run.taskId);
  return { released: [...released], unsettled: ids.filter((id) => !released.has(id)) };
}
