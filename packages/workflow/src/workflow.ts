import type { AnyTask } from '@graflow/taskspec';
import { placeSteps } from './place-steps.ts';
import type { CallOf, ResultsOf, Step } from './step.ts';
import { type TaskGraph, taskGraph } from './task-graph.ts';

/** A graph of tasks with a name: what an `ExecutionContext` runs, as often as you like, on any queue. */
export interface Workflow<F extends AnyTask = AnyTask, R = unknown> {
  /** The name, for people and messages. */
  readonly name: string;
  /** The nodes and their edges. */
  readonly graph: TaskGraph;
  /** What a run takes and what it gives; there are no such values, only types. */
  readonly '~types'?: { readonly call: F; readonly result: R };
}

/** The value of a run: that of the last node, or a list where several nodes are last. */
export type RunResult<R> = R extends readonly [infer One] ? One : R;

/**
 * Makes a workflow of a step. Nodes without inputs get the arguments of the run. Nothing runs yet.
 *
 * @throws WorkflowError `GRAFLOW_STEP_INVALID`, `GRAFLOW_NODE_DUPLICATE`, `GRAFLOW_NODE_UNKNOWN` or
 * `GRAFLOW_WORKFLOW_CYCLE`.
 * @example
 * ```ts
 * import { chain, ExecutionContext, parallel, workflow } from '@graflow/workflow';
 *
 * const etl = workflow('etl', chain(load, parallel(byDay, byCarrier), merge));
 *
 * await using context = new ExecutionContext();
 * const table = await context.run(etl, ['flights.json']);
 * ```
 */
export function workflow<S extends Step>(name: string, step: S): Workflow<CallOf<S>, RunResult<ResultsOf<S>>>;
/** Makes a workflow of a list of nodes that say their inputs themselves; its result is that of the last in the list. */
export function workflow<const S extends readonly Step[]>(
  name: string,
  steps: S,
): Workflow<AnyTask, S extends readonly [...unknown[], infer Last] ? RunResult<ResultsOf<Last>> : unknown>;
export function workflow(name: string, steps: Step | readonly Step[]): Workflow {
  const { nodes, exits } = placeSteps(steps);
  return { name, graph: taskGraph(name, nodes, exits) };
}
