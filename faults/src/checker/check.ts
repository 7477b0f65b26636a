import { barrierOnce, earlyBarrier } from './i7-barrier-once.ts';
import { boundedDuplicates } from './i2-bounded-duplicates.ts';
import { closes } from './i9-close.ts';
import type { History, Invariant, Violation } from './history.ts';
import { liveness } from './i6-liveness.ts';
import { memory } from './i8-memory.ts';
import { noLoss } from './i1-no-loss.ts';
import { noOverlap } from './i4-no-overlap.ts';
import { oneContainer } from './i5-one-container.ts';
import { order } from './i10-order.ts';
import { singleSettle } from './i3-single-settle.ts';

const invariants: readonly Invariant[] = [
  noLoss,
  boundedDuplicates,
  singleSettle,
  noOverlap,
  oneContainer,
  liveness,
  barrierOnce,
  memory,
  closes,
  order,
];

/** Replays the logs of a run, and gives every broken promise. */
export const check = (history: History): readonly Violation[] => invariants.flatMap((find) => find(history));

/** What the last line of a report counts. */
export interface Tally {
  readonly lost: number;
  readonly doubled: number;
  readonly overlapped: number;
  readonly earlyBarriers: number;
  readonly lateCloses: number;
  /** Broken promises of other kinds. */
  readonly others: number;
}

/** Counts broken promises by what they mean for a user. */
export function tally(violations: readonly Violation[]): Tally {
  const count = (...kinds: readonly Violation['invariant'][]): number =>
    violations.filter(({ invariant }) => kinds.includes(invariant)).length;
  const earlyBarriers = violations.filter(({ what }) => what === earlyBarrier).length;
  return {
    lost: count('I1'),
    doubled: count('I2', 'I3'),
    overlapped: count('I4'),
    earlyBarriers,
    lateCloses: count('I9'),
    others: count('I5', 'I6', 'I7', 'I8', 'I10') - earlyBarriers,
  };
}
