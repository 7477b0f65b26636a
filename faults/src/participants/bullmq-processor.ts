/** Runs the tasks of the scenarios for BullMQ: in its worker, or as the file of its own process or thread. */
import type { Job } from 'bullmq';
import { runElsewhere } from './current-run.ts';
import * as tasks from './tasks.ts';

type Task = (...args: readonly unknown[]) => Promise<unknown>;

const never = new AbortController().signal;

/** What BullMQ calls for each job. */
// oxlint-disable-next-line import/no-default-export -- BullMQ looks for the default export of a processor's file
export default function process({ id = '', name, data, attemptsStarted }: Job<{ readonly args: readonly unknown[] }>) {
  const task = (tasks as unknown as Readonly<Record<string, Task>>)[name];
  return runElsewhere({ taskId: id, attempt: attemptsStarted, signal: never }, () => task?.(...data.args));
}
