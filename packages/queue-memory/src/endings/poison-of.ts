import type { DeadReason } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';

/** Why a task is a dead letter that ended its workers too often. */
export const poisonOf = ({ taskId, lostLeases }: StoredTask): DeadReason => ({
  code: 'GRAFLOW_TASK_POISON',
  failure: {
    name: 'LeaseLost',
    message: `Task ${taskId} was dead-lettered: its lease was lost ${lostLeases} times, so it may be what ends its workers.`,
  },
});
