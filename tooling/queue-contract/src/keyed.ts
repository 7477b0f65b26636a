import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import type { Setup } from './harness.ts';
import { noop } from './tasks.ts';

/** Tasks that count under a key, each with an id that names it: in a queue of several partitions it says where they are. */
export const keyed = (limitKey: string, ...taskIds: readonly string[]): readonly TaskSpec[] =>
  taskIds.map((taskId) => new TaskSpec({ executable: noop, taskId, limitKey }));

/** Their ids, in their order. */
export const ids = (specs: readonly TaskSpec[]): readonly string[] => specs.map(({ taskId }) => taskId);

/** One task of each key at a time. */
export const serial = { perKey: { concurrency: 1 } };

/** Opens a queue with limits: one task of each key at a time, unless told otherwise. */
export const openLimited = async (
  setup: Setup,
  limits: Parameters<TaskQueue['limits']['set']>[0] = serial,
  options: Parameters<Setup>[0] = {},
): ReturnType<Setup> => {
  const opened = await setup(options);
  await opened.queue.limits.set(limits);
  return opened;
};

/** Claims until nothing is left that may be claimed; gives the ids in that order. */
export const claimAll = async (queue: TaskQueue): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let spec = await queue.dequeue({ waitMs: 0 }); spec; spec = await queue.dequeue({ waitMs: 0 }))
    found.push(spec.taskId);
  return found;
};

/** Claims and acks until nothing is left, one after the other; gives the ids in that order. */
export const workOff = async (queue: TaskQueue): Promise<readonly string[]> => {
  const done: string[] = [];
  for (let spec = await queue.dequeue({ waitMs: 0 }); spec; spec = await queue.dequeue({ waitMs: 0 })) {
    done.push(spec.taskId);
    await queue.ack(spec);
  }
  return done;
};
