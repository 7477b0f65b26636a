import { inspect } from 'node:util';

/** What can go wrong with a workflow, a run of it or its context; each code has a page in `docs/errors`. */
export type WorkflowErrorCode =
  | 'GRAFLOW_STEP_INVALID'
  | 'GRAFLOW_NODE_NAME_INVALID'
  | 'GRAFLOW_NODE_DUPLICATE'
  | 'GRAFLOW_NODE_UNKNOWN'
  | 'GRAFLOW_WORKFLOW_CYCLE'
  | 'GRAFLOW_NODE_FAILED'
  | 'GRAFLOW_RUN_DEADLINE'
  | 'GRAFLOW_CONTEXT_CLOSED';

/** A workflow was made wrongly, or a run of it ended without a result. Recognise it by `code`. */
export class WorkflowError extends Error {
  /** The name of the class. */
  override readonly name = 'WorkflowError';
  /** The stable name of what happened. */
  readonly code: WorkflowErrorCode;
  /** The values the message was built from, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  /** Keeps the code and the details beside the message. */
  constructor(
    code: WorkflowErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

export const stepInvalid = (step: unknown): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_STEP_INVALID',
    `A step is a function, node(), chain() or parallel() with at least one step, got ${inspect(step, { depth: 0 })}.`,
  );

export const nodeNameInvalid = (node: unknown): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_NODE_NAME_INVALID',
    `A node is named by 1 to 128 characters, got ${inspect(node, { depth: 0 })}. Write node('load', load).`,
    { node },
  );

export const nodeDuplicate = (workflow: string, node: string): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_NODE_DUPLICATE',
    `Workflow "${workflow}" has two nodes named "${node}". Name one of them: node('${node}-2', ${node}).`,
    { workflow, node },
  );

export const nodeUnknown = (workflow: string, node: string, input: string, known: readonly string[]): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_NODE_UNKNOWN',
    `Node "${node}" of workflow "${workflow}" takes its input from "${input}", which is no node of it. ` +
      `Nodes: ${known.join(', ')}.`,
    { workflow, node, input, known },
  );

export const workflowCycle = (workflow: string, cycle: readonly string[]): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_WORKFLOW_CYCLE',
    `Workflow "${workflow}" goes in a circle: ${cycle.join(' -> ')}. Take one of these inputs away.`,
    { workflow, cycle },
  );

export const nodeFailed = (
  workflow: string,
  node: string,
  cause: unknown,
  details: Readonly<Record<string, unknown>>,
): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_NODE_FAILED',
    `Node "${node}" of workflow "${workflow}" failed: ${cause instanceof Error ? cause.message : inspect(cause)}`,
    { workflow, node, ...details },
    cause,
  );

export const runDeadline = (workflow: string, deadlineMs: number): WorkflowError =>
  new WorkflowError(
    'GRAFLOW_RUN_DEADLINE',
    `Workflow "${workflow}" did not end within ${deadlineMs} ms. Its running tasks go on, nothing more is started: ` +
      'check that a worker runs on this queue, or raise deadlineMs.',
    { workflow, deadlineMs },
  );

export const contextClosed = (): WorkflowError =>
  new WorkflowError('GRAFLOW_CONTEXT_CLOSED', 'This ExecutionContext is closed. Make a new one to go on.');
