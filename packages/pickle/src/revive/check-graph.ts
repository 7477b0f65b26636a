import { malformed } from '../errors.ts';
import type { Graph, Node } from '../format.ts';
import { functionParts, isFunctionNode, programParts } from '../node-parts.ts';
import { mapNode } from './node-shape.ts';
import type { References } from './part-shapes.ts';

/** Checks that `Pickle.values` is a graph in which every reference leads to a value of a kind that may stand there. */
export function checkGraph(values: unknown, moduleCount: number, codeCount: number): Graph {
  if (!Array.isArray(values) || values.length === 0) throw malformed('its values are no list');
  const nodes = values as readonly unknown[];
  const used = new Set<number>();
  const references: References = {
    node(index, kinds) {
      const kind = kindOf(nodes[index]);
      if (kind === undefined) throw malformed(`it has no value number ${index}`);
      if (kinds.length > 0 && !kinds.includes(kind))
        throw malformed(`value number ${index} is of the kind ${kind}, not ${kinds.join(' or ')}`);
      return index;
    },
    module(index) {
      if (index >= moduleCount) throw malformed(`it has no module number ${index}`);
      return index;
    },
    code(index) {
      if (index >= codeCount) throw malformed(`it has no code number ${index}`);
      used.add(index);
      return index;
    },
  };
  for (const node of nodes) {
    if (kindOf(node) === undefined) throw malformed('one of its values has no kind');
    mapNode(node as Node, references);
  }
  // One text more, and all that are sorted behind it would be taken for others.
  if (used.size < codeCount) throw malformed('it has code that none of its values uses');
  const graph = nodes as Graph;
  for (const node of graph.filter(isFunctionNode)) {
    const { program, position } = functionParts(node);
    const { starts = [0] } = programParts(graph[program]!).extras;
    if (position >= starts.length) throw malformed('one of its functions is in no program');
  }
  return graph;
}

function kindOf(node: unknown): string | undefined {
  const kind: unknown = Array.isArray(node) ? node[0] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}
