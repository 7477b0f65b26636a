import type { Outcomes } from './measured.ts';
import { countOf, type Count } from './verdict.ts';

/** How many programs fall into each count. */
export function tally(outcomes: Outcomes, ids: readonly string[]): Record<Count, number> {
  const sums: Record<Count, number> = { right: 0, refused: 0, broken: 0, 'silently wrong': 0, 'not run': 0 };
  for (const id of ids) sums[countOf(outcomes[id]?.verdict ?? 'right')] += 1;
  return sums;
}
