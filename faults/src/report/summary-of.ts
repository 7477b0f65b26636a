import type { Result } from '../play.ts';
import { tallyOf } from './line-of.ts';

/** The last line: all scenarios together. */
export function summaryOf(scenarios: number, results: readonly Result[]): string {
  const { lost, doubled, overlapped, earlyBarriers, lateCloses } = tallyOf(results);
  return (
    `scenarios ${scenarios}, seeds ${results.length}: lost ${lost}, doubled ${doubled}, overlapped ${overlapped}, ` +
    `early barriers ${earlyBarriers}, late closes ${lateCloses}`
  );
}
