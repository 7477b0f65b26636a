import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import type { Reporter } from './reporter.ts';
import { TaskRun } from './task-run.ts';

let kept: TaskRun | undefined;

/**
 * Keeps one run for as long as the process lives. V8 throws away the code that it made for a kind of objects when the last
 * of them is gone: a worker that was idle during a full collection would begin as slowly as in a new process.
 */
export function keepShapes(): void {
  kept ??= new TaskRun(new TaskSpec({ name: 'kept' }), {} as TaskQueue, {} as Reporter);
}
