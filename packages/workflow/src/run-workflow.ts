import { nodeFailed } from './errors.ts';
import type { Node } from './node.ts';
import { readyNodes } from './ready-nodes.ts';
import { nextState, type NodeEvent, type NodeState, type RunState, stateOf, valueOf } from './run-state.ts';
import type { Workflow } from './workflow.ts';

/** How a run reaches the world. */
export interface RunPort {
  /** Runs one task somewhere and gives its value. */
  readonly runTask: (node: Node, args: readonly unknown[]) => Promise<unknown>;
  /** Ends the run: nothing more is started, and the run rejects with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Runs each node once, after the nodes it takes its arguments from, and gives the value of the last. When a node fails,
 * those that run already come to their end and nothing more is started.
 *
 * @throws WorkflowError `GRAFLOW_NODE_FAILED` for the first node that failed; the reason of the signal.
 */
export async function runWorkflow(workflow: Workflow, args: readonly unknown[], port: RunPort): Promise<unknown> {
  const { graph } = workflow;
  const { runTask, signal } = port;
  const run = new Map<string, NodeState>();
  const failed: string[] = [];

  const runNodes = (candidates?: Iterable<string>) => Promise.all(readyNodes(graph, run, candidates).map(runNode));
  const runNode = async (node: Node): Promise<void> => {
    const { name, inputs } = node;
    run.set(name, nextState(stateOf(run, name), { type: 'node-started' }));
    const nodeArgs = inputs.length > 0 ? inputs.map((input) => valueOf(run, input)) : args;
    const ended = await endOf(runTask(node, nodeArgs));
    run.set(name, nextState(stateOf(run, name), ended));
    if (ended.type === 'node-failed') failed.push(name);
    if (failed.length === 0 && !signal.aborted) await runNodes(graph.successors.get(name));
  };

  signal.throwIfAborted();
  await runNodes();
  signal.throwIfAborted();
  if (failed.length > 0) throw failureOf(workflow, run, failed);
  const values = graph.exits.map((exit) => valueOf(run, exit));
  return values.length === 1 ? values[0] : values;
}

/** An error of a task is data until the run has come to its end. */
const endOf = (value: Promise<unknown>): Promise<NodeEvent> =>
  value.then(
    (value) => ({ type: 'node-succeeded', value }),
    (error: unknown) => ({ type: 'node-failed', error }),
  );

function failureOf({ name, graph }: Workflow, run: RunState, failed: readonly string[]): Error {
  const [first = ''] = failed;
  const state = stateOf(run, first);
  const notStarted = [...graph.nodes.keys()].filter((node) => !run.has(node));
  return nodeFailed(name, first, state.status === 'failed' ? state.error : undefined, { failed, notStarted });
}
