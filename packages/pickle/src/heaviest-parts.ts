import type { ExplainedPart, Parts } from './explained-parts.ts';

/** A share that makes a part the reason for the size of the one that it is reached from. */
const mostOfIt = 0.8;

/** The three heaviest captures: what the pickled value leads to, each followed down to the part that makes it heavy. */
export function heaviestParts({ parts, parents }: Parts): ExplainedPart[] {
  const children = childrenOf(parents);
  const total = (index: number): number => parts[index]?.totalBytes ?? 0;
  const heaviest = (parent: number): number[] =>
    (children.get(parent) ?? []).toSorted((left, right) => total(right) - total(left));
  const reasonFor = (start: number): number => {
    let at = start;
    for (;;) {
      const [next] = heaviest(at);
      if (next === undefined || total(next) <= total(at) * mostOfIt) return at;
      at = next;
    }
  };
  return heaviest(0)
    .slice(0, 3)
    .flatMap((index) => parts[reasonFor(index)] ?? []);
}

function childrenOf(parents: Parts['parents']): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const [index, parent] of parents.entries()) {
    if (parent === undefined) continue;
    const known = children.get(parent);
    if (known) known.push(index);
    else children.set(parent, [index]);
  }
  return children;
}
