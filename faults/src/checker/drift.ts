import { percentile } from '../report/percentile.ts';
import { entriesOf, type History } from './history.ts';

/** How much of something is used late in a run, beside what was used in its middle. */
export interface Drift {
  /** Whether the last third uses at most five per cent more than the middle one. */
  readonly isFlat: boolean;
  /** Both figures, for people. */
  readonly words: string;
}

const allowedGrowth = 1.05;

/**
 * Compares the medians of the middle and the last third of the samples of Redis or of a participant. The first third is
 * left to whatever grows while a process warms up.
 */
export function driftOf(history: Pick<History, 'entries'>, of: string): Drift {
  const samples = entriesOf(history, 'memory').filter(({ who }) => who === of);
  const third = Math.floor(samples.length / 3);
  const middle = median(samples.slice(third, 2 * third));
  const last = median(samples.slice(2 * third));
  if (middle === undefined || last === undefined) return { isFlat: false, words: `${of}: was not measured` };
  const growth = (100 * (last / middle - 1)).toFixed(1);
  return {
    isFlat: last <= middle * allowedGrowth,
    words: `${of} keeps ${inMiB(middle)} in the middle third, ${inMiB(last)} in the last: ${growth} % more`,
  };
}

const median = (samples: readonly { readonly bytes: number }[]): number | undefined =>
  percentile(
    samples.map(({ bytes }) => bytes),
    0.5,
  );

const inMiB = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
