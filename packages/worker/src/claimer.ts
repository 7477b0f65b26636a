import type { AnySpec, DequeueOptions, TaskQueue } from '@graflow/taskspec';

/** A claimed spec and the queue it came from; undefined when none came in `waitMs`. */
export type Claimed = { readonly spec: AnySpec; readonly queue: TaskQueue } | undefined;

/** Claims the next task. Rejects when the queue does, and with the reason of the signal. */
export type Claimer = () => Promise<Claimed>;

/**
 * Makes the way a slot claims: from its one queue, or from several by their order.
 *
 * @param options - the signal that ends all waits, and `waitMs: 0` for a worker that only runs what is there
 */
export function claimerOf(queues: readonly [TaskQueue, ...TaskQueue[]], options: Wait): Claimer {
  const [only, ...others] = queues;
  return others.length === 0 ? () => claimFrom(only, options) : () => claimFromFirst(queues, options);
}

type Wait = DequeueOptions & { readonly signal: AbortSignal };

async function claimFrom(queue: TaskQueue, options: DequeueOptions): Promise<Claimed> {
  const spec = await queue.dequeue(options);
  return spec && { spec, queue };
}

async function claimFromFirst(queues: readonly TaskQueue[], options: Wait): Promise<Claimed> {
  for (const queue of queues) {
    const claimed = await claimFrom(queue, { waitMs: 0, signal: options.signal });
    if (claimed) return claimed;
  }
  return options.waitMs === 0 ? undefined : claimFromAny(queues, options.signal);
}

/** All are empty: waits at each. The first task wins; another one that was claimed by then goes back at once. */
async function claimFromAny(queues: readonly TaskQueue[], signal: AbortSignal): Promise<Claimed> {
  const over = new AbortController();
  const waits = queues.map((queue) => claimFrom(queue, { signal: AbortSignal.any([signal, over.signal]) }));
  try {
    const winner = await Promise.race(waits);
    for (const wait of waits) void giveBackLoser(wait, winner);
    return winner;
  } catch (error) {
    for (const wait of waits) void giveBackLoser(wait, undefined);
    throw error;
  } finally {
    over.abort();
  }
}

async function giveBackLoser(wait: Promise<Claimed>, winner: Claimed): Promise<void> {
  try {
    const claimed = await wait;
    if (claimed && claimed !== winner) await claimed.queue.release(claimed.spec);
  } catch {
    // It claimed nothing, or its lease ends by itself.
  }
}
