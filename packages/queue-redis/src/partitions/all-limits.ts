import { type ClaimLimits, checkLimits, optionInvalid, type QueueLimits } from '@graflow/taskspec';

/** The limits of which each partition keeps a share, by their names; all others are the same in each. */
const shared = [
  'concurrency',
  'rate.count',
  'backlog.count',
  'backlog.bytes',
  'results.bytes',
  'deadLetters.count',
  'deadLetters.bytes',
] as const;

/**
 * The limits of a queue of several partitions: each keeps its share of those of the queue, and the shares add up to them. What
 * holds for each key, and how tasks age, is the same in all.
 */
export class AllLimits implements QueueLimits {
  readonly #partitions: readonly QueueLimits[];

  /** Asks nothing yet. */
  constructor(partitions: readonly QueueLimits[]) {
    this.#partitions = partitions;
  }

  /** Sets the shares, one partition after the other. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` where a share would be nothing */
  async set(limits: ClaimLimits): Promise<void> {
    checkLimits(limits);
    const count = this.#partitions.length;
    const shares = this.#partitions.map((_, index) =>
      changeShared(limits, (name, limit) => shareOf(name, limit, index, count)),
    );
    for (const [index, partition] of this.#partitions.entries()) await partition.set(shares[index] as ClaimLimits);
  }

  /** Gives the limits: the sums of the shares. */
  async get(): Promise<ClaimLimits> {
    const [first = {}, ...others] = await Promise.all(this.#partitions.map((partition) => partition.get()));
    return others.reduce<ClaimLimits>(
      (sum, limits) => changeShared(sum, (name, limit) => limit + (limitIn(limits, name) ?? 0)),
      first,
    );
  }
}

/** Gives the limits with others in the place of those that are shared. */
function changeShared(limits: ClaimLimits, change: (name: string, limit: number) => number): ClaimLimits {
  const changed = structuredClone(limits) as Record<string, unknown>;
  for (const name of shared) {
    const limit = limitIn(limits, name);
    if (limit === undefined) continue;
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) changed[outer] = change(name, limit);
    else (changed[outer] as Record<string, number>)[inner] = change(name, limit);
  }
  return changed;
}

function limitIn(limits: ClaimLimits, name: string): number | undefined {
  const [outer = '', inner] = name.split('.');
  const found = (limits as Record<string, unknown>)[outer];
  return (inner === undefined ? found : (found as Record<string, unknown> | undefined)?.[inner]) as number | undefined;
}

function shareOf(name: string, limit: number, index: number, count: number): number {
  if (limit < count) throw optionInvalid(name, limit, `${count} or more: each of ${count} partitions keeps its share`);
  return Math.floor(limit / count) + (index < limit % count ? 1 : 0);
}
