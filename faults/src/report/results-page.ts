import type { KeptResults, KeptScenario } from './kept-results.ts';
import { percentile } from './percentile.ts';
import { seconds } from './seconds.ts';

/** The page of kept results: every scenario of ours, with BullMQ's figures where it can play. */
export function resultsPage({ graflow, bullmq }: Readonly<Record<'graflow' | 'bullmq', KeptResults>>): string {
  const rivals = new Map(bullmq.scenarios.map((kept) => [kept.number, kept]));
  const rows = graflow.scenarios.map(
    (kept) => `| ${kept.number} | ${kept.words} | ${cellsOf(kept)} | ${cellsOf(rivals.get(kept.number))} |`,
  );
  return [
    '# What came of it',
    '',
    'Written by `pnpm faults --ci --seeds 20 --keep`, the same with `--subject bullmq`, and `--scenario` with others; do not edit.',
    '',
    `Graflow ${graflow.at.slice(0, 10)}, BullMQ 6.7.0 ${bullmq.at.slice(0, 10)}, both with their defaults but where a scenario asks for a lease (BullMQ: its lock and the interval in which it looks for stalled jobs). **Lost**: acknowledged, and never ended. **Doubled**: a start without a reason on record, or a second settle that was accepted. **Overlapped**: two runs at the same time while the first lease was valid. **Other**: late closes, nobody at work in time, and what the scenario itself asks for. **Recovery**: p50 and the longest.`,
    '',
    '| # | scenario | seeds | lost | doubled | overlapped | other | recovery | BullMQ: seeds | lost | doubled | overlapped | other | recovery |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function cellsOf(kept: KeptScenario | undefined): string {
  if (kept === undefined) return ' |  |  |  |  | ';
  const { seeds, lost, doubled, overlapped, earlyBarriers, lateCloses, others, broken } = kept;
  return [seeds, lost, doubled, overlapped, earlyBarriers + lateCloses + others + broken, recoveryOf(kept)].join(' | ');
}

function recoveryOf({ recoveredInMs }: KeptScenario): string {
  const [median, most] = [percentile(recoveredInMs, 0.5), percentile(recoveredInMs, 1)];
  return median === undefined || most === undefined ? '' : `${seconds(median)}, ${seconds(most)}`;
}
