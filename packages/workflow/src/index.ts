export { WorkflowError, type WorkflowErrorCode } from './errors.ts';
export { ExecutionContext, type ExecutionContextOptions } from './execution-context.ts';
export { chain, parallel } from './combinators.ts';
export { type Node, node, type NodeInputs, type NodeOptions, type NodeTaskOptions } from './node.ts';
export type { RunOptions } from './run-end.ts';
export type { AllResultsOf, CallOf, Flow, ResultsOf, Step, StepAfter, Taking } from './step.ts';
export type { TaskGraph } from './task-graph.ts';
export { type RunResult, workflow, type Workflow } from './workflow.ts';
