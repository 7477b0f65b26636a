import type { QueueHealth, TaskQueue } from '@graflow/taskspec';

/** Whether a worker does what it is for, and how that is known. */
export interface WorkerHealth {
  /** Whether it is started, not stopping, and what waits in each of its queues is claimed. */
  readonly isConsuming: boolean;
  /** How many tasks it runs now. */
  readonly running: number;
  /** What its queues say, in their order. */
  readonly queues: readonly QueueHealth[];
}

/** Asks the queues of a worker. Never rejects, as they do not. */
export async function healthOf(
  asked: readonly TaskQueue[],
  { isClaiming, running }: { readonly isClaiming: boolean; readonly running: number },
): Promise<WorkerHealth> {
  const queues = await Promise.all(asked.map((queue) => queue.health()));
  return { isConsuming: isClaiming && queues.every(({ isConsuming }) => isConsuming), running, queues };
}
