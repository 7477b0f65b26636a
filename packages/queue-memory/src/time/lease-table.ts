import { type Claim, leaseLost, notClaimed, type AnySpec } from '@graflow/taskspec';
import { DeadlineHeap } from './deadline-heap.ts';
import { MemoryClaim } from '../memory-claim.ts';
import type { StoredTask } from '../forms/stored-task.ts';

/** Who holds which task, and until when. */
export class LeaseTable {
  readonly #leaseMs: number;
  /** How many claims are open. */
  openCount = 0;
  #serial = 0;
  readonly #deadlines = new DeadlineHeap<MemoryClaim>();

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
    const claim = new MemoryClaim(task, this, ++this.#serial);
    task.claim = claim;
    this.openCount += 1;
    if (this.#leaseMs !== Infinity) this.#deadlines.add(now() + this.#leaseMs, claim);
    return claim;
  }

  /** Ends the claim of a task, where it has one. */
  close(task: StoredTask): void {
    if (task.claim !== undefined) this.openCount -= 1;
    task.claim = undefined;
  }

  /** Takes a task whose lease has ended, and tells its holder. */
  takeLost(now: number): StoredTask | undefined {
    for (;;) {
      const claim = this.#deadlines.takeDue(now);
      if (claim === undefined) return undefined;
      const { task } = claim;
      if (task.claim !== claim) continue;
      this.close(task);
      task.lostLeases += 1;
      claim.lose();
      return task;
    }
  }

  /** Whether a claim was given here and is still valid. */
  isOpen(claim: Claim): claim is MemoryClaim {
    return claim instanceof MemoryClaim && claim.issuer === this && claim.task.claim === claim;
  }

  /**
   * Gives the task of a claim that is still valid.
   *
   * @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED` or `GRAFLOW_LEASE_LOST`
   */
  held({ taskId, claim }: AnySpec): StoredTask {
    if (claim === undefined) throw notClaimed(taskId);
    if (this.isOpen(claim)) return claim.task;
    throw leaseLost(taskId, claim.attempt);
  }
}
