import { AsyncResource } from 'node:async_hooks';
import type { AnySpec, IntakeListener, IntakeOptions, SettleStep, TaskIntake } from '@graflow/taskspec';
import type { MemoryStore } from './memory-store.ts';
import type { Settlements } from './endings/settlements.ts';

/** Hands tasks to one worker, as many as it wants; no promise is made for any of them. */
export class MemoryIntake implements TaskIntake {
  readonly #store: MemoryStore;
  readonly #settlements: Settlements;
  readonly #listener: IntakeListener;
  readonly #untilEmpty: boolean;
  readonly #home = new AsyncResource('GraflowIntake');
  #wanted = 0;
  #isServing = false;
  #isWoken = false;

  constructor(store: MemoryStore, settlements: Settlements, listener: IntakeListener, options: IntakeOptions) {
    this.#store = store;
    this.#settlements = settlements;
    this.#listener = listener;
    this.#untilEmpty = options.untilEmpty ?? false;
    store.claimers.intakes = [...store.claimers.intakes, this];
  }

  want(count: number): void {
    this.#wanted += count;
    this.#serve();
  }

  settle(spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    let settling: Promise<void> | void;
    try {
      settling = this.#settlements.settle(spec, step);
    } catch (error) {
      return settled(error);
    }
    if (settling === undefined) settled();
    else void settling.then(settled, settled);
  }

  close(): void {
    this.#wanted = 0;
    const { claimers } = this.#store;
    claimers.intakes = claimers.intakes.filter((intake) => intake !== this);
  }

  /**
   * Hears that tasks may be ready, or that the queue has closed. Serves in a turn of its own and in the worker's async
   * context: whoever enqueues must neither wait for the task nor be seen by it.
   */
  wake(): void {
    if (this.#wanted === 0 || this.#isWoken) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      this.#home.runInAsyncScope(() => this.#serve());
    });
  }

  /** A task that ends at once wants the next one from within; it is served by the loop that runs already. */
  #serve(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      while (this.#wanted > 0) {
        const spec = this.#store.claim();
        if (spec === undefined) break;
        this.#wanted -= 1;
        this.#listener.claimed(spec);
      }
      if (this.#untilEmpty) this.#tellUnserved();
    } catch (error) {
      this.#tellUnserved(error);
    } finally {
      this.#isServing = false;
    }
  }

  #tellUnserved(error?: unknown): void {
    const count = this.#wanted;
    this.#wanted = 0;
    if (count > 0) this.#listener.unserved(count, error);
  }
}
