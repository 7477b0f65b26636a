import { leaseLost, notClaimed, type AnySpec } from '@graflow/taskspec';
import { DeadlineHeap } from './deadline-heap.ts';
import { MemoryClaim } from './memory-claim.ts';
import type { StoredTask } from './stored-task.ts';

/** Who holds which task, and until when. */
export class LeaseTable {
  readonly #leaseMs: number;
  #serial = 0;
  readonly #deadlines = new DeadlineHeap<{ readonly task: StoredTask; readonly claim: MemoryClaim }>();

  /** @param leaseMs - Infinity where leases are renewed: then no claim has a deadline. */
  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** The time at which the next lease ends, unless it is settled before. */
  get nearest(): number {
    return this.#deadlines.nearest;
  }

  /** Opens a claim: an attempt begins. */
  open(task: StoredTask, now: () => number): MemoryClaim {
    task.attempts += 1;
    const claim = new MemoryClaim(task.taskId, ++this.#serial, task.attempts, task.failures);
    task.claim = claim;
    if (this.#leaseMs !== Infinity) this.#deadlines.add(now() + this.#leaseMs, { task, claim });
    return claim;
  }

  /** Takes a task whose lease has ended, and tells its holder. */
  takeLost(now: number): StoredTask | undefined {
    for (;;) {
      const ended = this.#deadlines.takeDue(now);
      if (ended === undefined) return undefined;
      const { task, claim } = ended;
      if (task.claim !== claim) continue;
      task.claim = undefined;
      task.lostLeases += 1;
      claim.lose();
      return task;
    }
  }
}

/**
 * Gives the task of a claim that is still valid.
 *
 * @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED` or `GRAFLOW_LEASE_LOST`
 */
export function heldTask(task: StoredTask | undefined, { taskId, claim }: AnySpec): StoredTask {
  if (claim === undefined) throw notClaimed(taskId);
  if (task === undefined || task.claim !== claim) throw leaseLost(taskId, claim.attempt);
  return task;
}
