import type { TaskSpec } from '@graflow/taskspec';
import type { Timeouts } from '../time/timeouts.ts';
import { Wait, type WaitKeeper, type WaitLimits } from '../time/wait.ts';
import type { Wakeable } from '../time/wakeable.ts';

/** Who waits for a task: those who wait for one, the longest waiting first, then the intakes. */
export class WaitingClaimers implements WaitKeeper<TaskSpec | undefined, undefined> {
  /** Who hears when tasks may be ready. */
  intakes: readonly Wakeable[] = [];
  readonly #timeouts: Timeouts;
  readonly #claim: () => TaskSpec | undefined;
  readonly #waits = new Set<Wait<TaskSpec | undefined>>();

  /** @param claim - claims the next task */
  constructor(timeouts: Timeouts, claim: () => TaskSpec | undefined) {
    this.#timeouts = timeouts;
    this.#claim = claim;
  }

  /** Waits for a task; gives undefined when the time is over. */
  wait(limits: WaitLimits): Promise<TaskSpec | undefined> {
    const wait = new Wait<TaskSpec | undefined>(limits, this.#timeouts, this, undefined);
    this.#waits.add(wait);
    return wait.promise;
  }

  /** Gives what can be claimed to those who wait; the intakes also hear in this way that the queue has closed. */
  handOut(): void {
    while (this.#waits.size > 0) {
      const spec = this.#claim();
      if (spec === undefined) return;
      const [longest] = this.#waits;
      longest?.resolve(spec);
    }
    for (const intake of this.intakes) intake.wake();
  }

  late(wait: Wait<TaskSpec | undefined>): void {
    wait.resolve(undefined);
  }

  leave(wait: Wait<TaskSpec | undefined>): void {
    this.#waits.delete(wait);
  }
}
