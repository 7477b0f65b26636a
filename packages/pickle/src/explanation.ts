import type { PickleProblem, PickleWarning } from './errors.ts';
import type { ExplainedPart } from './explained-parts.ts';

/** What a function captures. */
export interface Explanation {
  /** Every part, in the order in which the walk met it; captured primitives stand last. */
  readonly parts: readonly ExplainedPart[];
  /** The three captures that make it heavy, each followed down to the part that does. */
  readonly heaviest: readonly ExplainedPart[];
  /** The modules that it takes by name, and what of each. */
  readonly modules: readonly { readonly specifier: string; readonly exports: readonly string[] }[];
  /** What would be refused. */
  readonly problems: readonly PickleProblem[];
  /** What travels and perhaps should not. */
  readonly warnings: readonly PickleWarning[];
  /** The size of the whole pickle in bytes; 0 when it would be refused. */
  readonly bytes: number;
  /** All of it as a table, for people. */
  toString(): string;
}
