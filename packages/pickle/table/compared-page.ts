import { pairsSection, runnersSection } from './compared-sections.ts';
import { markdownTable } from './markdown-table.ts';
import type { Measured, Outcome, Outcomes } from './measured.ts';
import { programs, rows } from './rows.ts';
import { tally } from './tally.ts';
import { countOf, counts, type Verdict } from './verdict.ts';

/** The page that shows what was measured. */
export function comparedPage(measured: Measured): string {
  return [
    '# Compared, row by row',
    'Written by `pnpm --filter @graflow/pickle table`; do not edit. The tests of this package fail when what it says of ours is no longer so.',
    `Each of ${programs.length} small programs (\`test/fixtures\`) is serialized in one process, and loaded and called in a fresh one; what it gives there is compared, to the depth, with what it gives here. **Right**: the same, or refused where nobody can carry it. **Refused**: with a reason, before anything runs. **Broken**: it does not load, throws when called, hangs for 30 seconds or ends the process. **Silently wrong**: it gives something else and says nothing, or carries what cannot be carried. **Not run**: the file of the program does not run there.`,
    'Ours runs the programs as they are. Pulumi (`runtime.serializeFunction`, with TypeScript 5.9.3) has them as ES modules and its text is loaded as CommonJS; livepack (`serialize`, format `cjs`) sees them through its hook with `esm: true`, as CommonJS, so that top-level await and `import.meta` cannot run. Many programs share a process; what hangs or crashes is tried again behind the others.',
    '## Totals',
    totals(measured),
    '## Rows',
    'n of m programs are right, on Node 20, 22, 24 and 26; where the versions differ, each group of them is named.',
    ...Object.entries(rows).flatMap(([section, inside]) => [`### ${section}`, sectionTable(measured, inside)]),
    '## What ours refuses, and why',
    refusals(measured),
    '## From every Node version to every other',
    pairsSection(measured),
    '## How the source was run',
    runnersSection(measured),
    '',
  ].join('\n\n');
}

function totals(measured: Measured): string {
  const all = programs.map(({ id }) => id);
  const body = subjects(measured).flatMap(([name, versions]) =>
    Object.entries(versions).map(([node, outcomes]) => {
      const sums = tally(outcomes, all);
      return [name, node, ...counts.map((count) => sums[count])];
    }),
  );
  return markdownTable(['', 'Node', ...counts], body);
}

function sectionTable(measured: Measured, inside: Readonly<Record<string, readonly string[]>>): string {
  const all = subjects(measured);
  const body = Object.entries(inside).map(([row, ids]) => [row, ...all.map(([, versions]) => cell(versions, ids))]);
  return markdownTable(['', ...all.map(([name]) => name)], body);
}

/** `3/3`, or what each group of Node versions gives: `20, 22: 3/3; 26: 2/3 (refused)`. */
function cell(versions: Readonly<Record<string, Outcomes>>, ids: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const [node, outcomes] of Object.entries(versions)) {
    const text = score(ids.map((id) => outcomes[id]));
    groups.set(text, [...(groups.get(text) ?? []), node]);
  }
  const [only] = groups.keys();
  if (groups.size === 1) return only ?? '';
  return [...groups].map(([text, nodes]) => `${nodes.join(', ')}: ${text}`).join('; ');
}

function score(outcomes: readonly (Outcome | undefined)[]): string {
  const others = new Set<Verdict>();
  for (const outcome of outcomes) if (outcome && outcome.verdict !== 'right') others.add(outcome.verdict);
  const right = outcomes.filter((outcome) => (outcome?.verdict ?? 'right') === 'right').length;
  const silent = [...others].some((verdict) => countOf(verdict) === 'silently wrong');
  const words = [...others].map((verdict) => (countOf(verdict) === 'silently wrong' ? `**${verdict}**` : verdict));
  return `${silent ? '❌ ' : ''}${right}/${outcomes.length}${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
}

function subjects({ ours, peers }: Measured): [name: string, versions: Readonly<Record<string, Outcomes>>][] {
  return [['ours', ours], ...Object.entries(peers)];
}

function refusals({ ours }: Measured): string {
  const reasons = new Map<string, string>();
  for (const [node, outcomes] of Object.entries(ours)) {
    for (const [id, { verdict, reason }] of Object.entries(outcomes)) {
      const only = Object.values(ours).every((other) => other[id]) ? '' : ` (Node ${node})`;
      if (verdict === 'refused') reasons.set(id, `- ${id}${only}: ${reason ?? ''}`);
    }
  }
  return [...reasons.values()].join('\n') || 'Nothing but what nobody can carry.';
}
