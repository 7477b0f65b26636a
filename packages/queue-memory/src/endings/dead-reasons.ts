import { type DeadReason, droppedReason, type Failure, failureFrom } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';

/** Why a task is a dead letter that ended its workers too often. */
export const poisonOf = ({ taskId, lostLeases }: StoredTask, crash?: Failure): DeadReason => ({
  code: 'GRAFLOW_TASK_POISON',
  failure: crash ?? {
    name: 'LeaseLost',
    message: `Task ${taskId} was dead-lettered: its lease was lost ${lostLeases} times, so it may be what ends its workers.`,
  },
});

/** Tells that a task cannot be run, because the result of another one that it takes is not there. */
export class NoResult extends Error {
  readonly taskId: string;

  constructor(taskId: string) {
    super(`There is no result of task ${taskId}.`);
    this.taskId = taskId;
  }
}

/** Why a task is a dead letter that could be written but not read back. */
export const unreadable = (error: unknown): DeadReason =>
  error instanceof NoResult
    ? upstreamFailed(error.taskId)
    : { code: 'GRAFLOW_RECORD_INVALID', failure: failureFrom(error) };

/** Whether a task that ends so is kept among the dead letters: not where somebody wanted it gone. */
export const leavesLetter = ({ code }: DeadReason): boolean =>
  code !== 'GRAFLOW_TASK_CANCELLED' && code !== droppedReason.code;

/** Why a task ends that was to run after one that ended without a value. */
export const upstreamFailed = (taskId: string): DeadReason => ({
  code: 'GRAFLOW_UPSTREAM_FAILED',
  failure: {
    name: 'Refusal',
    message: `Task ${taskId} ended without a value, and this one was to run after it.`,
  },
});

/** Why a task ends that was to run after others that were to run after it. */
export const cycleOf = (upstream: readonly string[]): DeadReason => ({
  code: 'GRAFLOW_TASK_CYCLE',
  failure: { name: 'Refusal', message: `It was to run after ${upstream.join(', ')}, and that after it.` },
});
