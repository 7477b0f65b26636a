import { type Outcome, type PayloadLimits, resultTimeout, valueOf } from '@graflow/taskspec';
import { readSnapshot, type Snapshot } from '../snapshot.ts';
import type { StoredTask } from '../forms/stored-task.ts';
import type { Timeouts } from '../time/timeouts.ts';
import { Wait, type WaitKeeper, type WaitLimits } from '../time/wait.ts';

/** What the endings of a queue share. */
export interface EndingHome {
  readonly limits: PayloadLimits;
  readonly timeouts: Timeouts;
  /** Hears that nobody waits any more for a task that was never enqueued. */
  drop(ending: Ending): void;
}

const nobody: readonly Wait<unknown>[] = [];

/** What is known under a task id: the task, once it is enqueued; how it ended; and who waits for that. */
export class Ending implements WaitKeeper<unknown> {
  readonly taskId: string;
  task: StoredTask | undefined;
  readonly #home: EndingHome;
  #outcome: Outcome | undefined;
  #waits = nobody;

  constructor(taskId: string, home: EndingHome) {
    this.taskId = taskId;
    this.#home = home;
  }

  /** How the task ended; undefined where it has not. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** Gives the value of the outcome, once there is one; throws its reason. */
  result(limits: WaitLimits): Promise<unknown> {
    return this.#outcome === undefined ? this.#wait(limits) : this.#readLater(this.#outcome);
  }

  /** Tells the outcome, whose value is a snapshot, to whoever waits, and keeps it for whoever comes. */
  settle(outcome: Outcome): void {
    this.#outcome = outcome;
    for (const wait of this.#takeWaits()) {
      try {
        wait.resolve(this.#read(outcome));
      } catch (error) {
        wait.reject(error);
      }
    }
  }

  close(error: Error): void {
    this.task?.claim?.lose();
    for (const wait of this.#takeWaits()) wait.reject(error);
  }

  late(wait: Wait<unknown>): void {
    wait.reject(resultTimeout(this.taskId, wait.timeoutMs ?? Infinity));
  }

  leave(wait: Wait<unknown>): void {
    this.#waits = this.#waits.filter((other) => other !== wait);
    if (this.#waits.length === 0 && this.task === undefined) this.#home.drop(this);
  }

  /** All at once: each wait leaves when it is settled, and would search a list that may be long. */
  #takeWaits(): readonly Wait<unknown>[] {
    const waits = this.#waits;
    this.#waits = nobody;
    return waits;
  }

  #wait(limits: WaitLimits): Promise<unknown> {
    const wait = new Wait<unknown>(limits, this.#home.timeouts, this);
    this.#waits = [...this.#waits, wait];
    return wait.promise;
  }

  async #readLater(outcome: Outcome): Promise<unknown> {
    return this.#read(outcome);
  }

  #read(outcome: Outcome): unknown {
    if (!outcome.ok) return valueOf(this.taskId, outcome);
    return readSnapshot(outcome.value as Snapshot, this.#home.limits);
  }
}
