import { firstStart } from '../first-start.ts';
import type { Graph, Node } from '../format.ts';
import { functionParts, isFunctionNode, programParts } from '../node-parts.ts';
import type { Origin } from '../origin-text.ts';

/** Where the text of a function begins in a program, and where it was written. */
export interface FunctionPlace {
  readonly start: number;
  readonly origin: Origin;
}

/** The places of the functions of each program, by its node. Origins stand in the order of the functions in the graph. */
export function functionPlaces(
  graph: Graph,
  texts: readonly (readonly [sha: string, text: string])[],
  origins: readonly Origin[],
): ReadonlyMap<Node, readonly FunctionPlace[]> {
  const places = new Map<Node, FunctionPlace[]>();
  for (const [index, node] of graph.filter(isFunctionNode).entries()) {
    const { program: home, position } = functionParts(node);
    const origin = origins[index];
    const program = graph[home];
    if (!origin?.file || !program) continue;
    const { text, extras } = programParts(program);
    const start = extras.starts ? extras.starts[position] : firstStart(texts[text]?.[1] ?? '');
    if (start === undefined) continue;
    const known = places.get(program);
    if (known) known.push({ start, origin });
    else places.set(program, [{ start, origin }]);
  }
  return places;
}
