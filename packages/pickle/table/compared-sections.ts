import { markdownTable } from './markdown-table.ts';
import type { Measured } from './measured.ts';
import { tally } from './tally.ts';
import { counts } from './verdict.ts';

/** Which pickles made on one Node version give the same on another. */
export function pairsSection({ pairs, bytes }: Measured): string {
  const versions = [...new Set(pairs.map(({ from }) => from))];
  const body = versions.map((from) => [
    `made on ${from}`,
    ...pairs
      .filter((pair) => pair.from === from)
      .map(
        ({ pickles, others }) =>
          `${pickles - others.length}/${pickles}${others.length ? ` (${others.join(', ')})` : ''}`,
      ),
  ]);
  return [
    'How many of the pickles that one version made give on another what the program gives on one of the two.',
    markdownTable(['', ...versions.map((to) => `read on ${to}`)], body),
    `Code and values of ${bytes.equal} of the programs that all versions pickle have the same bytes on all of them.`,
    ...(bytes.differ.length > 0 ? [`They differ for: ${bytes.differ.join('; ')}.`] : []),
  ].join('\n\n');
}

/** What became of the programs under each runner. */
export function runnersSection({ runners }: Measured): string {
  const body = runners.map(({ runner, outcomes, ids }) => {
    const sums = tally(outcomes, ids);
    return [runner, ids.length, ...counts.map((count) => sums[count])];
  });
  const notes = runners.flatMap(({ runner, outcomes }) =>
    Object.entries(outcomes).flatMap(([id, { verdict, reason }]) =>
      verdict === 'right' || verdict === 'not run' || verdict === 'refused'
        ? []
        : [`- ${runner}: ${id}: ${verdict}${reason ? ` (${reason})` : ''}`],
    ),
  );
  return [
    'The same source, transpiled, loaded or bundled by other tools; its pickles are read by Node alone. A program counts as not run where the tool itself cannot run its file.',
    markdownTable(['', 'programs', ...counts], body),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n');
}
