import { InMemoryTaskQueue } from '@graflow/queue-memory';
import type { TaskResolverRegistry } from '@graflow/registry';
import { Worker } from '@graflow/worker';
import type { CloseOptions, TaskQueue } from '@graflow/taskspec';

/** A memory queue and the worker that serves it, in this process. */
export interface OwnWorker {
  /** The queue. */
  readonly queue: TaskQueue;
  /** Lets the worker claim; the second call changes nothing. */
  start(): Promise<void>;
  /** Ends the worker, then the queue. */
  close(options: Required<CloseOptions>): Promise<void>;
}

/** How long tasks may take to end after their signal fired: the last part of the deadline of closing. */
const graceMs = 1_000;

/** Makes a memory queue with its own worker; nothing is claimed until `start()`. */
export function openOwnWorker(registry: TaskResolverRegistry, concurrency: number | undefined): OwnWorker {
  const queue = new InMemoryTaskQueue({ registry });
  const worker = new Worker({ queue, registry, graceMs, ...(concurrency === undefined ? {} : { concurrency }) });
  let started: Promise<void> | undefined;
  return {
    queue,
    start: () => (started ??= worker.start()),
    close: async ({ deadlineMs }) => {
      await worker.stop({ deadlineMs: Math.max(0, deadlineMs - graceMs) });
      await queue.close();
    },
  };
}
