import { backlogFull, checkLimits, type ClaimLimits, type QueueLimits } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import type { QueueSettings } from '../queue-options.ts';
import { Ageing } from '../waiting/ageing.ts';
import { Fifo } from '../waiting/fifo.ts';
import type { Lanes } from '../waiting/lanes.ts';

/** What the limits of a queue need of it. */
export interface LimitedQueue {
  /** The tasks that it is about. */
  readonly waiting: {
    ageing: Ageing | undefined;
    readonly lanes: Pick<Lanes, 'limit'>;
    readonly readyCount: number;
    readonly delayedCount: number;
  };
  /** What is known by task id. */
  readonly outcomes: { knownAs(task: StoredTask): StoredTask | undefined };
  /** Throws where the queue is closed. */
  refuseClosed(): void;
  /** Gives what is ready, and may be claimed now, to those who wait. */
  handOut(): void;
}

/** The limits of a queue in one process. */
export class MemoryLimits implements QueueLimits {
  readonly #queue: LimitedQueue;
  readonly #name: string;
  readonly #now: () => number;
  #limits: ClaimLimits = {};
  /** The starts that still count, the oldest first. */
  #starts = new Fifo<number>();

  constructor(queue: LimitedQueue, { name, now }: Pick<QueueSettings, 'name' | 'now'>) {
    this.#queue = queue;
    this.#name = name;
    this.#now = now;
  }

  /** Puts these limits in the place of those before. */
  async set(limits: ClaimLimits): Promise<void> {
    this.#queue.refuseClosed();
    this.#limits = structuredClone(checkLimits(limits));
    const { raiseAfterMs } = limits;
    this.#queue.waiting.ageing = raiseAfterMs === undefined ? undefined : new Ageing(raiseAfterMs);
    this.#queue.waiting.lanes.limit(this.#limits.perKey ?? {}, this.#now);
    this.#queue.handOut();
  }

  /** Gives the limits. */
  async get(): Promise<ClaimLimits> {
    this.#queue.refuseClosed();
    return structuredClone(this.#limits);
  }

  /** Refuses tasks where too many wait. @throws TaskSpecError `GRAFLOW_BACKLOG_FULL` */
  refuseFull(tasks: readonly StoredTask[]): void {
    const { backlog } = this.#limits;
    if (backlog === undefined) return;
    const { waiting: list, outcomes } = this.#queue;
    const refused = tasks.filter((task) => outcomes.knownAs(task) === undefined).length;
    const waiting = list.readyCount + list.delayedCount;
    const { count: limit, waitMs = 0 } = backlog;
    if (refused > 0 && waiting + refused > limit) throw backlogFull(this.#name, { waiting, limit, waitMs, refused });
  }

  /** When one more task may be claimed: 0 for now, Infinity for when a claim has ended. */
  startsAt(claimed: number): number {
    const { concurrency = Infinity, rate } = this.#limits;
    if (claimed >= concurrency) return Infinity;
    if (rate === undefined) return 0;
    const now = this.#now();
    for (
      let oldest = this.#starts.first;
      oldest !== undefined && oldest <= now - rate.perMs;
      oldest = this.#starts.first
    )
      this.#starts.take();
    return this.#starts.size < rate.count ? 0 : (this.#starts.first ?? 0) + rate.perMs;
  }

  /** Notes that a task was claimed. */
  started(): void {
    if (this.#limits.rate !== undefined) this.#starts.put(this.#now());
  }
}
