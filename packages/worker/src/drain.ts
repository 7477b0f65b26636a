import type { Deadline } from './deadline.ts';
import { workerStopped } from './errors.ts';
import type { Reporter } from './reporter.ts';
import { settle } from './settle.ts';
import { giveBackNow } from './settlement.ts';
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
 *
 * @param slots - resolves when every slot has ended
 */
export async function drain(
  running: ReadonlySet<TaskRun>,
  { slots, deadline, graceMs, reporter }: DrainOptions,
): Promise<StopReport> {
  await Promise.race([slots, deadline.reached]);
  deadline.clear();
  const stopped = workerStopped();
  for (const run of running) run.abort(stopped);
  if (running.size > 0) await waitAtMost(graceMs, slots);
  return giveBack([...running], reporter);
}

interface DrainOptions {
  readonly slots: Promise<unknown>;
  readonly deadline: Deadline;
  readonly graceMs: number;
  readonly reporter: Reporter;
}

async function giveBack(left: readonly TaskRun[], reporter: Reporter): Promise<StopReport> {
  const released = new Set<string>();
  const releases = left.map(async (run) => {
    if (run.phase !== 'running') return;
    run.phase = 'given-back';
    if (await settle(run, giveBackNow, reporter)) released.add(run.taskId);
  });
  if (left.length > 0) await waitAtMost(releaseMs, Promise.all(releases));
  const ids = left.map((run) => run.taskId);
  return { released: [...released], unsettled: ids.filter((id) => !released.has(id)) };
}
