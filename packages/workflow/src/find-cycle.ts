/**
 * Finds a way that leads back to where it began, as names of which the last is the first; undefined where there is
 * none. Pure, and without recursion, so that a long chain is no problem.
 */
export function findCycle(successors: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const left = withoutEnds(successors);
  const [start] = left;
  return start === undefined ? undefined : walkInCircle(start, successors, left);
}

/** Takes nodes away that nothing follows, again and again; what is left lies on circles or leads to one. */
function withoutEnds(successors: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const left = new Set(successors.keys());
  const open = new Map([...successors].map(([name, next]) => [name, next.length]));
  const predecessors = reversed(successors);
  const ends = [...left].filter((name) => open.get(name) === 0);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end);
    for (const name of predecessors.get(end) ?? []) {
      const count = (open.get(name) ?? 0) - 1;
      open.set(name, count);
      if (count === 0) ends.push(name);
    }
  }
  return left;
}

function reversed(successors: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const predecessors = new Map([...successors.keys()].map((name) => [name, [] as string[]]));
  for (const [name, next] of successors) for (const successor of next) predecessors.get(successor)?.push(name);
  return predecessors;
}

function walkInCircle(
  start: string,
  successors: ReadonlyMap<string, readonly string[]>,
  left: ReadonlySet<string>,
): readonly string[] {
  const way: string[] = [];
  const seen = new Map<string, number>();
  let name = start;
  while (!seen.has(name)) {
    seen.set(name, way.length);
    way.push(name);
    // Each node that is left has a successor that is left: otherwise it would have been taken away.
    name = successors.get(name)?.find((next) => left.has(next)) ?? start;
  }
  return [...way.slice(seen.get(name)), name];
}
