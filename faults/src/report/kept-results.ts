import type { Tally } from '../checker/check.ts';

/** What is kept of a scenario that was played with several seeds. */
export interface KeptScenario extends Tally {
  readonly number: number;
  readonly words: string;
  readonly seeds: number;
  /** What else was asked for and not seen, counted. */
  readonly broken: number;
  readonly recoveredInMs: readonly number[];
}

/** What is kept of one subject. */
export interface KeptResults {
  readonly at: string;
  readonly scenarios: readonly KeptScenario[];
}
