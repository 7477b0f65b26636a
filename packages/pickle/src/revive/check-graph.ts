import { malformed } from '../errors.ts';
import type { Graph, Node } from '../format.ts';
import { mapNode } from './node-shape.ts';
import { slot, type References } from './part-shapes.ts';

/** Checks that `Pickle.values` is a graph in which every reference leads to a value of a kind that may stand there. */
export function checkGraph(values: unknown, moduleCount: number, codeCount: number): Graph {
  const graph = values as Partial<Graph> | null;
  if (typeof graph !== 'object' || graph === null || !Array.isArray(graph.nodes))
    throw malformed('its values are not a graph');
  const nodes = graph.nodes as readonly unknown[];
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
      return index;
    },
  };
  slot(graph.root, references);
  for (const node of nodes) {
    if (kindOf(node) === undefined) throw malformed('one of its values has no kind');
    mapNode(node as Node, references);
  }
  for (const [kind, home, position] of nodes as readonly Node[]) {
    const starts = kind === 'function' ? (nodes[home as number] as readonly unknown[])[3] : undefined;
    if (starts && (position as number) >= (starts as readonly number[]).length)
      throw malformed('one of its functions is in no program');
  }
  return graph as Graph;
}

function kindOf(node: unknown): string | undefined {
  const kind: unknown = Array.isArray(node) ? node[0] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}
