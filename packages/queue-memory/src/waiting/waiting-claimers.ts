import type { TaskSpec } from '@graflow/taskspec';
import type { Timeouts } from '../time/timeouts.ts';
import { Wait, type WaitKeeper, type WaitLimits } from '../time/wait.ts';
import type { Wakeable } from '../time/wakeable.ts';

/** Who waits for a task: those who wait for one, the longest waiting first, then the intakes. */
export class WaitingClaimers implements WaitKeeper<TaskSpec | undefined, undefined> {
  /** Who hears when tasks may be ready. */
  readonly intakes = new Set<Wakeable>();
  readonly #timeouts: Timeouts;
  readonly #waits = new Set<Wait<TaskSpec | undefined>>();

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts;
  }

  /** Waits for a task; gives undefined when the time is over. */
  wait(limits: WaitLimits): Promise<TaskSpec | undefined> {
    const wait = new Wait<TaskSpec | undefined>(limits, this.#timeouts, this, undefined);
    this.#waits.add(wait);
    return wait.promise;
  }

  /** Gives what can be claimed to those who wait. */
  handOut(claim: () => TaskSpec | undefined): void {
    while (this.#waits.size > 0) {
      const spec = claim();
      if (spec === undefined) return;
      const [longest] = this.#waits;
      longest?.resolve(spec);
    }
    this.#wake();
  }

  /** Tells the intakes, which wait for nothing else, that the queue has closed. */
  close(): void {
    this.#wake();
  }

  late(wait: Wait<TaskSpec | undefined>): void {
    wait.resolve(undefined);
  }

  leave(wait: Wait<TaskSpec | undefined>): void {
    this.#waits.delete(wait);
  }

  #wake(): void {
    for (const intake of this.intakes) intake.wake();
  }
}
