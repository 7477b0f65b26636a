import { AsyncLocalStorage } from 'node:async_hooks';
import { type TaskContext, taskContext } from '@graflow/taskspec';

/** What a task of the scenarios asks of whoever runs it. */
export type CurrentRun = Pick<TaskContext, 'taskId' | 'attempt' | 'signal'>;

const elsewhere = new AsyncLocalStorage<CurrentRun>();

/** The run that this code belongs to: that of our own worker, or the one that another library's worker told. */
export const currentRun = (): CurrentRun => elsewhere.getStore() ?? taskContext();

/** Runs a task under another library's worker. */
export const runElsewhere = <T>(run: CurrentRun, body: () => T): T => elsewhere.run(run, body);
