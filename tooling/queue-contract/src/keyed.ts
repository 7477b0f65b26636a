import { TaskSpec } from '@graflow/taskspec';
import { noop } from './tasks.ts';

/** Tasks that count under a key, each with an id that names it: in a queue of several partitions it says where they are. */
export const keyed = (limitKey: string, ...taskIds: readonly string[]): readonly TaskSpec[] =>
  taskIds.map((taskId) => new TaskSpec({ executable: noop, taskId, limitKey }));

/** Their ids, in their order. */
export const ids = (specs: readonly TaskSpec[]): readonly string[] => specs.map(({ taskId }) => taskId);
