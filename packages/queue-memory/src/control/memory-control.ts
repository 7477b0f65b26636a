import type { QueueStats, TaskControl } from '@graflow/taskspec';
import type { MemoryStore } from '../memory-store.ts';

/** The switch of a queue in one process, and its counters. */
export class MemoryControl implements TaskControl {
  readonly #store: MemoryStore;
  readonly #now: () => number;

  constructor(store: MemoryStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async pause(): Promise<void> {
    this.#store.refuseClosed();
    this.#store.waiting.isPaused = true;
  }

  async resume(): Promise<void> {
    this.#store.refuseClosed();
    this.#store.waiting.isPaused = false;
    this.#store.handOut();
  }

  async stats(): Promise<QueueStats> {
    this.#store.refuseClosed();
    const { waiting, heldTasks, leases, deadLetters } = this.#store;
    waiting.promote(this.#now());
    return {
      waiting: waiting.readyCount,
      delayed: waiting.delayedCount,
      heldBack: heldTasks.count,
      running: leases.openCount,
      dead: await deadLetters.count(),
      isPaused: waiting.isPaused,
    };
  }

  /** How many tasks could be claimed now; undefined for a closed queue. */
  get backlog(): number | undefined {
    if (this.#store.isClosed) return undefined;
    this.#store.waiting.promote(this.#now());
    return this.#store.waiting.readyCount;
  }
}
