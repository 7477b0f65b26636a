import type { Graph, Node, PickleOrigin } from '../format.ts';

/** Where the text of a function begins in a program, and where it was written. */
export interface FunctionPlace {
  readonly start: number;
  readonly origin: PickleOrigin;
}

/** The places of the functions of each program, by its node. Origins stand in the order of the functions in the graph. */
export function functionPlaces(
  { nodes }: Graph,
  origins: readonly PickleOrigin[],
): ReadonlyMap<Node, readonly FunctionPlace[]> {
  const places = new Map<Node, FunctionPlace[]>();
  let next = 0;
  for (const [kind, home, position] of nodes) {
    if (kind !== 'function') continue;
    const origin = origins[next];
    const program = nodes[home as number];
    next += 1;
    const start = (program?.[3] as readonly number[] | undefined)?.[position as number];
    if (!origin?.file || !program || start === undefined) continue;
    const known = places.get(program);
    if (known) known.push({ start, origin });
    else places.set(program, [{ start, origin }]);
  }
  return places;
}
