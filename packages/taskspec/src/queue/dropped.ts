import type { DeadReason } from './outcome.ts';

/** Why a task ends that gives way to newer ones in a full queue. */
export const droppedReason: DeadReason = Object.freeze({
  code: 'GRAFLOW_TASK_DROPPED',
  failure: Object.freeze({ name: 'Dropped', message: 'Its queue was full, and newer tasks came.' }),
});
