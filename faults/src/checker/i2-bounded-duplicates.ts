import { entriesOf, type History, type Invariant, type Violation } from './history.ts';
import { feltBy, type Injury, injuriesIn, isOvertaken } from './injuries.ts';
import { type Run, runsIn } from './runs.ts';

/**
 * I2: a task starts again only for a reason that is on record: the run before failed, was given back, or its worker or
 * Redis was injured; and never more often than the attempts that the queue counted, and the releases, allow.
 */
export const boundedDuplicates: Invariant = (history) => {
  const injuries = injuriesIn(history);
  const stops = stopsIn(history);
  return [...runsIn(history).values()].flatMap((runs) => [
    ...withoutReason(runs, { injuries, stops, leaseMs: history.rules.leaseMs }),
    ...tooMany(runs, stops),
  ]);
};

type Stops = ReadonlyMap<string, number>;

const stopsIn = (history: History): Stops => new Map(entriesOf(history, 'stopping').map(({ by, at }) => [by, at]));

interface Reasons {
  readonly injuries: readonly Injury[];
  readonly stops: Stops;
  readonly leaseMs: number;
}

function* withoutReason(runs: readonly Run[], reasons: Reasons): Generator<Violation> {
  const { injuries, stops, leaseMs } = reasons;
  for (const [index, run] of runs.entries()) {
    const next = runs[index + 1];
    if (next === undefined || run.hasFailed || isGivenBack(run, stops) || isOvertaken(next, run, reasons)) continue;
    if (feltBy(injuries, run, { until: next.startedAt, leaseMs }).length > 0) continue;
    const what = `attempt ${run.attempt} of ${run.by} was followed by attempt ${next.attempt} of ${next.by} for no reason`;
    yield { invariant: 'I2', of: run.id, what };
  }
}

function* tooMany(runs: readonly Run[], stops: Stops): Generator<Violation> {
  const attempts = Math.max(...runs.map(({ attempt }) => attempt));
  const releases = runs.filter((run) => isGivenBack(run, stops)).length;
  if (runs.length <= attempts + releases) return;
  const what = `started ${runs.length} times in ${attempts} attempts with ${releases} releases`;
  yield { invariant: 'I2', of: runs[0]?.id ?? '', what };
}

/** A worker that stops may not hear that what it gave back was taken back. */
const isGivenBack = ({ settled, by, endedAt }: Run, stops: Stops): boolean =>
  settled?.step === 'release' ||
  settled?.step === 'retry' ||
  (settled === undefined && (stops.get(by) ?? Infinity) < endedAt);
