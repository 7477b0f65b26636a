import { taskMark } from '@graflow/resolver';
import type { AnyTask } from '@graflow/taskspec';
import { stepInvalid } from './errors.ts';
import { type Node, node } from './node.ts';
import type { Step } from './step.ts';

/** Nodes with their inputs, and the names of those whose values are the result. */
export interface PlacedSteps {
  readonly nodes: readonly Node[];
  readonly exits: readonly string[];
}

/** Lays steps out as nodes: the order of a chain becomes inputs. A list is laid out side by side; its last step gives the result. */
export function placeSteps(steps: Step | readonly Step[]): PlacedSteps {
  const nodes: Node[] = [];
  const list = Array.isArray(steps) ? (steps as readonly Step[]) : [steps as Step];
  const exits = atLeastOne(list)
    .map((step) => place(step, [], nodes))
    .at(-1);
  return { nodes, exits: exits ?? [] };
}

/** Places one step after the given nodes, and gives the names of the nodes that end it. */
function place(step: Step, inputs: readonly string[], nodes: Node[]): readonly string[] {
  if (typeof step === 'function') return place(node(nodeNameOf(step, nodes), step), inputs, nodes);
  if (isNode(step)) {
    nodes.push(step.inputs.length > 0 ? step : { ...step, inputs });
    return [step.name];
  }
  if (step?.kind === 'parallel') return atLeastOne(step.steps).flatMap((each) => place(each, inputs, nodes));
  if (step?.kind === 'chain') {
    return atLeastOne(step.steps).reduce<readonly string[]>((ends, each) => place(each, ends, nodes), inputs);
  }
  throw stepInvalid(step);
}

/** A function without a name is called after its place, which is the same each time the workflow is defined. */
const nodeNameOf = (task: AnyTask, nodes: readonly Node[]): string =>
  taskMark(task)?.name ?? (task.name || `node-${nodes.length + 1}`);

const isNode = (step: Exclude<Step, (...args: never[]) => unknown>): step is Node =>
  typeof step === 'object' && step !== null && 'task' in step && typeof step.task === 'function';

function atLeastOne(steps: readonly Step[]): readonly Step[] {
  if (steps.length === 0) throw stepInvalid(steps);
  return steps;
}
