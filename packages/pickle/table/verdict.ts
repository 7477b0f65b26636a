/** What became of one program. `right` and `refused` are honest; what fails loudly is broken; `wrong` and `accepted` are silent. */
export type Verdict =
  | 'right'
  | 'refused'
  | 'does not load'
  | 'call throws'
  | 'crashes'
  | 'hangs'
  | 'wrong'
  | 'accepted'
  | 'not run';

/** How verdicts are counted. */
export type Count = 'right' | 'refused' | 'broken' | 'silently wrong' | 'not run';

export const counts: readonly Count[] = ['right', 'refused', 'broken', 'silently wrong', 'not run'];

/** The count that a verdict falls into. */
export function countOf(verdict: Verdict): Count {
  if (verdict === 'right' || verdict === 'refused' || verdict === 'not run') return verdict;
  return verdict === 'wrong' || verdict === 'accepted' ? 'silently wrong' : 'broken';
}

/** A program that stands in a section of things that nobody can carry. */
export function mustBeRefused(section: string): boolean {
  return section.startsWith('Must be refused');
}

/** Compares what a program gives here with what it gives in the other process. */
export function judge(here: string | undefined, there: string, refuse: boolean): Verdict {
  if (there.startsWith('does not load')) return 'does not load';
  if (refuse) return there.startsWith('throws') ? 'call throws' : 'accepted';
  if (there === here) return 'right';
  return there.startsWith('throws') && !here?.startsWith('throws') ? 'call throws' : 'wrong';
}
