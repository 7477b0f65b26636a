import type { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { newTaskId } from '@graflow/taskspec';

/** Adds two numbers. */
export const add = (left: number, right: number): number => left + right;

/** Gives its argument back. */
export const echo = (value: unknown): unknown => value;

/** Does nothing. */
export const noop = (): void => {};

/** Makes the tasks known: all of them to `default`, `add` alone to `etl`. */
export function registerTasks(registry: TaskResolverRegistry): void {
  registry.get('default').registerTask('add', add).registerTask('echo', echo).registerTask('noop', noop);
  registry.register('etl', new TaskResolver().registerTask('add', add));
}

/** Makes an id of tasks that belong together: a queue of several partitions keeps the order of these. */
export const inOrder = (): { readonly taskId: string } => ({ taskId: `${newTaskId()}~order` });
