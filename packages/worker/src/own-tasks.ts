import type { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { enqueueShare } from './enqueue-share.ts';

/** The resolver of the tasks that every worker knows, whatever it has loaded. */
export const ownResolverId = 'graflow';

/** How the task is called that enqueues a share of many others. */
export const shareTaskName = 'enqueue-share';

/** Makes the tasks that every worker knows known in a registry, unless somebody has taken their resolver's id. */
export function registerOwnTasks(registry: TaskResolverRegistry): void {
  if (registry.has(ownResolverId)) return;
  registry.register(ownResolverId, new TaskResolver().registerTask(shareTaskName, enqueueShare));
}
