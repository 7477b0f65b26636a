import type { TaskSpec } from '@graflow/taskspec';
import type { Timeouts } from '../time/timeouts.ts';
import { Wait, type WaitKeeper, type WaitLimits } from '../time/wait.ts';

/** Who waits for a task; the longest waiting is served first. */
export class WaitingClaimers implements WaitKeeper<TaskSpec | undefined> {
  readonly #timeouts: Timeouts;
  readonly #waits = new Set<Wait<TaskSpec | undefined>>();

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts;
  }

  get size(): number {
    return this.#waits.size;
  }

  /** Waits for a task; gives undefined when the time is over. */
  wait(limits: WaitLimits): Promise<TaskSpec | undefined> {
    const wait = new Wait(limits, this.#timeouts, this);
    this.#waits.add(wait);
    return wait.promise;
  }

  /** Gives a task to the longest waiting. */
  serve(spec: TaskSpec): void {
    const [wait] = this.#waits;
    wait?.resolve(spec);
  }

  close(error: Error): void {
    for (const wait of this.#waits) wait.reject(error);
  }

  late(wait: Wait<TaskSpec | undefined>): void {
    wait.resolve(undefined);
  }

  leave(wait: Wait<TaskSpec | undefined>): void {
    this.#waits.delete(wait);
  }
}
