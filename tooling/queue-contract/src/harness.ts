/**
 * How to hand in an adapter: write one function that opens a queue nobody else uses, and give it to `describeTaskQueue`.
 *
 * ```ts
 * const openRedisQueue: OpenQueue = async (options) => {
 *   const registry = new TaskResolverRegistry();
 *   registry.register('default', new TaskResolver());
 *   const place = { url: server.url, prefix: `t-${randomUUID()}`, registry, ...options };
 *   const opened: TaskQueue[] = [];
 *   const another = async () => {
 *     const queue = new RedisTaskQueue(place);
 *     opened.push(queue);
 *     return queue;
 *   };
 *   return { queue: await another(), another, registry, close: async () => { await Promise.all(opened.map((queue) => queue.close())); } };
 * };
 *
 * describeTaskQueue('redis', openRedisQueue, { separateWorkers: true });
 * ```
 *
 * The suite uses the public port only. Leases are short and real; nothing here needs a fake clock. A lease is lost on
 * purpose with `renewLeases: false`, an internal option of every adapter: it leaves its open claims alone, as a holder
 * does that died or is blocked.
 */
import type { TaskResolverRegistry } from '@graflow/registry';
import type { TaskQueue } from '@graflow/taskspec';
import { onTestFinished } from 'vitest';
import { registerTasks } from './tasks.ts';

/** What a test asks of the queue it opens; an adapter hands these on to its constructor. */
export interface OpenOptions {
  /** The resolver of specs that name none. */
  readonly resolverId?: string;
  /** How long a claim is valid without renewal, in milliseconds. */
  readonly leaseMs?: number;
  /** Whether the queue renews the leases of its open claims; true unless given. */
  readonly renewLeases?: boolean;
  /** After how many lost leases a task is poison. */
  readonly maxLostLeases?: number;
  /** How long a refused task waits for a worker that knows it, in milliseconds. */
  readonly unroutableAfterMs?: number;
  /** Whether records are signed, with a key that all queue objects on the store have; nothing in one process. */
  readonly isSigned?: boolean;
  /** The largest arguments and results, in bytes. */
  readonly maxPayloadBytes?: number;
}

/** A queue that nobody else uses, and what belongs to it. */
export interface OpenedQueue {
  /** The queue; empty. */
  readonly queue: TaskQueue;
  /** Opens a further queue object on the same store with the same options; in one process it may be the same object. */
  another(): Promise<TaskQueue>;
  /** The registry of all these queue objects, with an empty resolver `default`. */
  readonly registry: TaskResolverRegistry;
  /** Closes every queue object that is still open. */
  close(): Promise<void>;
}

/** Opens a queue; what an adapter hands in. */
export type OpenQueue = (options: OpenOptions) => Promise<OpenedQueue>;

/** What an adapter promises beyond the common law. */
export interface Capabilities {
  /** Whether `another()` opens a worker of its own, whose refusals count apart; false where all share one process. */
  readonly separateWorkers?: boolean;
  /**
   * Whether the limits of a queue hold for the whole of it, in one step; true unless given. In one of several partitions each keeps
   * its share.
   */
  readonly isOneWhole?: boolean;
}

/** Opens a queue for the test that runs, knowing the tasks of `tasks.ts`, and closes it when the test ends. */
export type Setup = (options?: OpenOptions) => Promise<OpenedQueue>;

/** Makes the `setup` of every test out of an adapter's `open`. */
export const setupWith =
  (open: OpenQueue): Setup =>
  async (options = {}) => {
    const opened = await open(options);
    onTestFinished(() => opened.close());
    registerTasks(opened.registry);
    return opened;
  };

/** The time that a test waits for what must come, in milliseconds: far longer than it takes, so that a slow machine passes. */
export const longMs = 10_000;

/** The time that a test waits for what must not come, in milliseconds. */
export const shortMs = 50;
