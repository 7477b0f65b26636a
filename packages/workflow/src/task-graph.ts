import { nodeDuplicate, nodeUnknown, workflowCycle } from './errors.ts';
import { findCycle } from './find-cycle.ts';
import type { Node } from './node.ts';

/** Nodes and the edges between them, checked: every name is there once, every input is a node, nothing goes in a circle. */
export interface TaskGraph {
  /** The nodes by name, in the order of the definition. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** For each node those that take its result. */
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** The nodes whose values are the result of a run. */
  readonly exits: readonly string[];
}

/**
 * Makes a graph of nodes. Pure.
 *
 * @throws WorkflowError `GRAFLOW_NODE_DUPLICATE`, `GRAFLOW_NODE_UNKNOWN` or `GRAFLOW_WORKFLOW_CYCLE`.
 */
export function taskGraph(workflow: string, list: readonly Node[], exits: readonly string[]): TaskGraph {
  const nodes = byName(workflow, list);
  const successors = successorsOf(workflow, nodes);
  const cycle = findCycle(successors);
  if (cycle !== undefined) throw workflowCycle(workflow, cycle);
  return { nodes, successors, exits };
}

function byName(workflow: string, list: readonly Node[]): Map<string, Node> {
  const nodes = new Map<string, Node>();
  for (const node of list) {
    if (nodes.has(node.name)) throw nodeDuplicate(workflow, node.name);
    nodes.set(node.name, node);
  }
  return nodes;
}

function successorsOf(workflow: string, nodes: ReadonlyMap<string, Node>): Map<string, string[]> {
  const successors = new Map([...nodes.keys()].map((name) => [name, [] as string[]]));
  for (const { name, inputs } of nodes.values()) {
    for (const input of new Set(inputs)) {
      const known = successors.get(input);
      if (known === undefined) throw nodeUnknown(workflow, name, input, [...nodes.keys()]);
      known.push(name);
    }
  }
  return successors;
}
