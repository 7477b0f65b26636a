/**
 * What a version is to code that was written for another one, by the rules of semantic versions: below 1.0.0 the first number that is not zero counts as
 * the major. What is no version is `compatible`.
 */
export function compareVersions(seen: string, here: string): 'compatible' | 'older' | 'incompatible' {
  const [wanted, found] = [numbersIn(seen), numbersIn(here)];
  if (!wanted || !found) return 'compatible';
  const first = wanted.findIndex((number) => number > 0);
  const major = first < 0 ? 2 : first;
  for (let at = 0; at <= major; at += 1) if (wanted[at] !== found[at]) return 'incompatible';
  return (found[major + 1] ?? 0) < (wanted[major + 1] ?? 0) ? 'older' : 'compatible';
}

function numbersIn(version: string): readonly number[] | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  return parts?.slice(1).map(Number);
}
