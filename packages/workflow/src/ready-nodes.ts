import type { Node } from './node.ts';
import { type RunState, stateOf } from './run-state.ts';
import type { TaskGraph } from './task-graph.ts';

/**
 * Gives the nodes that may start: waiting, with all inputs succeeded; of the given candidates, or of all. Pure. After
 * the end of a node only its successors need asking.
 */
export function readyNodes(
  graph: TaskGraph,
  run: RunState,
  candidates: Iterable<string> = graph.nodes.keys(),
): readonly Node[] {
  return [...candidates]
    .map((name) => graph.nodes.get(name) as Node)
    .filter(({ name, inputs }) => is(run, name, 'waiting') && inputs.every((input) => is(run, input, 'succeeded')));
}

const is = (run: RunState, name: string, status: string): boolean => stateOf(run, name).status === status;
