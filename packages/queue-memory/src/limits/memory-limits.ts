import { backlogFull, type BacklogLimit, checkLimits, type ClaimLimits, type QueueLimits } from '@graflow/taskspec';
import type { MemoryDeadLetters } from '../dead-letters/memory-dead-letters.ts';
import type { StoredTask } from '../forms/stored-task.ts';
import type { QueueSettings } from '../queue-options.ts';
import { Ageing } from '../waiting/ageing.ts';
import { Fifo } from '../waiting/fifo.ts';
import { type FullQueue, makeRoom } from './make-room.ts';

/** What the limits of a queue need of it. */
export interface LimitedQueue extends FullQueue {
  /** The tasks that it is about. */
  readonly waiting: FullQueue['waiting'] & {
    ageing: Ageing | undefined;
    readonly readyCount: number;
    readonly delayedCount: number;
  };
  /** What is known by task id. */
  readonly outcomes: { knownAs(task: StoredTask): StoredTask | undefined; limit(mostBytes: number | undefined): void };
  /** What is kept of tasks that ended without a value. */
  readonly deadLetters: Pick<MemoryDeadLetters, 'limit'>;
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
  /** The tasks that have not ended, where their bytes have a limit. */
  readonly #held = new Map<StoredTask, number>();
  #heldBytes = 0;

  constructor(queue: LimitedQueue, { name, now }: Pick<QueueSettings, 'name' | 'now'>) {
    this.#queue = queue;
    this.#name = name;
    this.#now = now;
  }

  /** Puts these limits in the place of those before. */
  async set(limits: ClaimLimits): Promise<void> {
    this.#queue.refuseClosed();
    this.#limits = structuredClone(checkLimits(limits));
    const { raiseAfterMs, results, deadLetters, backlog } = limits;
    this.#queue.waiting.ageing = raiseAfterMs === undefined ? undefined : new Ageing(raiseAfterMs);
    this.#queue.waiting.lanes.limit(this.#limits.perKey ?? {}, this.#now);
    this.#queue.outcomes.limit(results?.bytes);
    this.#queue.deadLetters.limit(deadLetters);
    if (backlog?.bytes === undefined) this.#letAll();
    this.#queue.handOut();
  }

  /** Gives the limits. */
  async get(): Promise<ClaimLimits> {
    this.#queue.refuseClosed();
    return structuredClone(this.#limits);
  }

  /**
   * Gives those tasks that are new, unless too many wait, or take too much, and too few of them may give way.
   *
   * @throws TaskSpecError `GRAFLOW_BACKLOG_FULL`
   */
  takeIn(tasks: readonly StoredTask[]): readonly StoredTask[] {
    const { backlog } = this.#limits;
    if (backlog === undefined) return tasks;
    const fresh = tasks.filter((task) => this.#queue.outcomes.knownAs(task) === undefined);
    if (fresh.length > 0) this.#makeRoom(fresh, backlog);
    return fresh;
  }

  #makeRoom(fresh: readonly StoredTask[], backlog: BacklogLimit): void {
    const { count = Infinity, bytes = Infinity, waitMs = 0, whenFull } = backlog;
    const { readyCount, delayedCount } = this.#queue.waiting;
    const waiting = readyCount + delayedCount;
    const lacking = { tasks: waiting + fresh.length - count, bytes: this.#heldBytes + sumOf(fresh) - bytes };
    if (lacking.tasks <= 0 && lacking.bytes <= 0) return;
    const canGiveWay = lacking.tasks <= waiting && lacking.bytes <= this.#heldBytes;
    const bytesOf = (task: StoredTask): number => this.#held.get(task) ?? 0;
    const mayDrop = whenFull === 'drop-oldest' && canGiveWay;
    if (mayDrop && makeRoom(this.#queue, fresh, { ...lacking, bytesOf }, this.#now())) return;
    const [unit, amount, limit] =
      lacking.tasks > 0 ? (['tasks', waiting, count] as const) : (['bytes', this.#heldBytes, bytes] as const);
    throw backlogFull(this.#name, { unit, waiting: amount, limit, waitMs, refused: fresh.length });
  }

  /** Counts a new task where bytes have a limit. */
  hold(task: StoredTask): void {
    if (this.#limits.backlog?.bytes === undefined) return;
    this.#held.set(task, task.form.length);
    this.#heldBytes += task.form.length;
  }

  /** Counts a task no more, because it has ended. */
  let(task: StoredTask): void {
    if (this.#held.size === 0) return;
    this.#heldBytes -= this.#held.get(task) ?? 0;
    this.#held.delete(task);
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

  #letAll(): void {
    this.#held.clear();
    this.#heldBytes = 0;
  }
}

const sumOf = (tasks: readonly StoredTask[]): number => tasks.reduce((sum, { form }) => sum + form.length, 0);
