import { task } from '@graflow/resolver';
import { taskContext } from '@graflow/taskspec';

/** Tells which copies this module got, and asks the context of the task that runs it. */
export const inspect = task('copies.inspect', (): string => taskContext().taskId);

/** For the comparison with the copies of the program. */
export const copies: readonly unknown[] = [task, taskContext];
