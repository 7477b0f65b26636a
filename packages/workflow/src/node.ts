import { type AnyTask, checkOptionNames, type TaskOptions } from '@graflow/taskspec';
import { nodeNameInvalid } from './errors.ts';

/** A task in a graph: its name there, the function, where its arguments come from, and how it is queued. */
export interface Node<F extends AnyTask = AnyTask> {
  /** The name, unique in its workflow. It is not the name by which the task travels; that is given by `task()`. */
  readonly name: string;
  /** The function. */
  readonly task: F;
  /** The nodes whose results are the arguments, in order; none for a node that takes what its place brings. */
  readonly inputs: readonly string[];
  /** The options for the queue. */
  readonly options: NodeTaskOptions;
}

/** The task options a node may have; ids and order are the run's affair. */
export type NodeTaskOptions = Omit<TaskOptions, 'taskId' | 'after' | 'dedup'>;

/** What can be said about a node. */
export interface NodeOptions<F extends AnyTask = AnyTask> extends NodeTaskOptions {
  /** The nodes, or the names of nodes, whose results are the arguments; what its place brings unless given. */
  readonly inputs?: NodeInputs<Parameters<F>>;
}

/** For each argument a node that gives it, or the name of one. */
export type NodeInputs<Args extends readonly unknown[]> = {
  readonly [K in keyof Args]: string | Node<(...args: never[]) => Args[K] | Promise<Args[K]>>;
};

/**
 * Puts a task into a graph under a name, with options of its own or with inputs that no `chain` can say.
 *
 * @throws WorkflowError `GRAFLOW_NODE_NAME_INVALID`, TaskSpecError `GRAFLOW_OPTION_INVALID`
 * @example
 * ```ts
 * import { node, workflow } from '@graflow/workflow';
 *
 * const rows = node('rows', loadRows, { retry: { maxAttempts: 5 } });
 * const total = node('total', sum, { inputs: [rows] });
 * const report = node('report', print, { inputs: [rows, total] });
 * export const daily = workflow('daily', [rows, total, report]);
 * ```
 */
export function node<F extends AnyTask>(name: string, task: F, options: NodeOptions<NoInfer<F>> = {}): Node<F> {
  checkOptionNames<NodeOptions>(options, known);
  const { inputs = [], ...taskOptions } = options;
  const names = (inputs as readonly (string | Node)[]).map((input) => (typeof input === 'string' ? input : input.name));
  return { name: checkNodeName(name), task, inputs: names, options: taskOptions };
}

const known = {
  inputs: true,
  strategy: true,
  delayMs: true,
  runAt: true,
  priority: true,
  timeoutMs: true,
  retry: true,
  resultTtlMs: true,
  capture: true,
  limitKey: true,
} as const satisfies Record<keyof NodeOptions, true>;

function checkNodeName(name: string): string {
  if (typeof name === 'string' && name.length > 0 && name.length <= 128) return name;
  throw nodeNameInvalid(name);
}
