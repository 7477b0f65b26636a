import type { Verdict } from './verdict.ts';

/** What became of one program, and in words why it was refused. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** An outcome for each program, by its id; the page's data leave out those that are plainly right. */
export type Outcomes = Readonly<Record<string, Outcome>>;

/** One pair of Node versions: how many pickles give the same there, and which do not. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly pickles: number;
  readonly others: readonly string[];
}

/** The programs that one runner can run, and what became of them. */
export interface RunnerOutcomes {
  readonly runner: string;
  readonly ids: readonly string[];
  readonly outcomes: Outcomes;
}

/** All that `docs/compared.md` tells, as `docs/compared.json` keeps it. */
export interface Measured {
  readonly ours: Readonly<Record<string, Outcomes>>;
  readonly peers: Readonly<Record<string, Readonly<Record<string, Outcomes>>>>;
  readonly pairs: readonly Pair[];
  /** The programs whose code and values have the same bytes on all versions, and those that differ. */
  readonly bytes: { readonly equal: number; readonly differ: readonly string[] };
  readonly runners: readonly RunnerOutcomes[];
}
