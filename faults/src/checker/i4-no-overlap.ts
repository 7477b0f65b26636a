import type { History, Invariant } from './history.ts';
import { feltBy, type Injury, injuriesIn, isOvertaken } from './injuries.ts';
import { type Run, runsIn } from './runs.ts';

/** Leases are renewed every quarter of their length; a third leaves room for the round trip. */
const certainShare = 2 / 3;

/**
 * I4: while the lease of a run is valid, no other run of the task starts. Judged without asking the queue: a worker
 * whom nothing happened to renews, so its lease is valid; one that was injured kept it for two thirds at least.
 */
export const noOverlap: Invariant = (history) => {
  const injuries = injuriesIn(history);
  return [...runsIn(history).values()].flatMap((runs) =>
    runs.slice(1).flatMap((next, index) => {
      const felt = { injuries, leaseMs: history.rules.leaseMs };
      const before = runs
        .slice(0, index + 1)
        .find((run) => isValid(run, next.startedAt, injuries, history) && !isOvertaken(next, run, felt));
      if (before === undefined) return [];
      const what = `attempt ${next.attempt} began at ${next.by} while ${before.by} ran attempt ${before.attempt} by right`;
      return [{ invariant: 'I4', of: next.id, what }] as const;
    }),
  );
};

function isValid(run: Run, at: number, injuries: readonly Injury[], { rules }: History): boolean {
  const isOver = run.endedAt <= at || run.hasFailed || run.settled !== undefined;
  if (isOver) return false;
  const [first] = feltBy(injuries, run, { until: at, leaseMs: rules.leaseMs }).toSorted(
    (one, other) => one.from - other.from,
  );
  if (first === undefined) return true;
  return first.from > run.startedAt && at < first.from + rules.leaseMs * certainShare;
}
