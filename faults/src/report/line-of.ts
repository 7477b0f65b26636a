import { tally, type Tally } from '../checker/check.ts';
import type { Result } from '../play.ts';
import type { Scenario } from '../scenario.ts';
import { percentile } from './percentile.ts';
import { seconds } from './seconds.ts';

/** One line for one scenario, and below it, where promises were broken, which. */
export function lineOf({ number, words }: Scenario, results: readonly Result[], tookMs: number): string {
  const { lost, doubled, overlapped } = tallyOf(results);
  const seeds = results.map(({ seed }) => seed).join(' ');
  const mark = results.every(isGood) ? 'ok    ' : 'FAILED';
  const counts = `lost ${lost}, doubled ${doubled}, overlapped ${overlapped}`;
  const line = `${mark} ${String(number).padStart(4)} ${words}: ${counts}${recovery(results)} (${seconds(tookMs)}, seeds ${seeds})`;
  const notes = results.flatMap((result) => (result.notes ?? []).map((note) => `         ${note}`));
  return [line, ...notes, ...results.flatMap(complaints)].join('\n');
}

/** What all results together count. */
export const tallyOf = (results: readonly Result[]): Tally => tally(results.flatMap(({ violations }) => violations));

/** Whether nothing was broken. */
export const isGood = ({ violations, broken }: Result): boolean => violations.length + broken.length === 0;

function recovery(results: readonly Result[]): string {
  const times = results.flatMap(({ recoveredInMs }) => recoveredInMs);
  if (times.length === 0) return '';
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => seconds(percentile(times, share) ?? 0));
  return `, recovery p50 ${p50}, p99 ${p99}, max ${max}`;
}

const mostComplaints = 8;

function complaints({ seed, violations, broken, logs }: Result): readonly string[] {
  const lines = [
    ...(logs === undefined ? [] : [`         seed ${seed}: its logs are in ${logs}`]),
    ...broken.map((what) => `         seed ${seed}: ${what}`),
    ...violations.map(({ invariant, of, what }) => `         seed ${seed}: ${invariant} ${of}: ${what}`),
  ];
  return lines.length <= mostComplaints
    ? lines
    : [...lines.slice(0, mostComplaints), `         seed ${seed}: and ${lines.length - mostComplaints} more`];
}
