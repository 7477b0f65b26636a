import { type Claim, leaseLost, notClaimed, type AnySpec } from '@graflow/taskspec';
import { DeadlineHeap } from './deadline-heap.ts';
import { MemoryClaim } from '../memory-claim.ts';
import type { StoredTask } from '../forms/stored-task.ts';

/** Who holds which task, and until when. */
export class LeaseTable {
  readonly #leaseMs: number;
  readonly #open: MemoryClaim[] = [];
  #serial = 0;
  readonly #deadlines = new DeadlineHeap<MemoryClaim>();

  /** @param leaseMs - Infinity where leases are renewed: then no claim has a deadline. */
  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** How many claims are open. */
  get openCount(): number {
    return this.#open.length;
  }

  /** The time at which the next lease ends, unless it is settled before. */
  get nearest(): number {
    return this.#deadlines.nearest;
  }

  /** Opens a claim: an attempt begins. */
  open(task: StoredTask, now: () => number): MemoryClaim {
    task.attempts += 1;
    const claim = new MemoryClaim(task, this, ++this.#serial);
    task.place = this.#open.push(claim) - 1;
    if (this.#leaseMs !== Infinity) this.#deadlines.add(now() + this.#leaseMs, claim);
    return claim;
  }

  /** Ends the claim of a task, where it has one. */
  close(task: StoredTask): void {
    const { place } = task;
    if (place === -1) return;
    task.place = -1;
    const last = this.#open.pop();
    if (last === undefined || last.task === task) return;
    this.#open[place] = last; // not a Set: it leaves more behind
    last.task.place = place;
  }

  /** Gives the claim of a task; there is at most one. */
  of(task: StoredTask): MemoryClaim | undefined {
    return task.place === -1 ? undefined : this.#open[task.place];
  }

  /** Tells all holders that the queue is gone. */
  loseAll(): void {
    for (const claim of this.#open) claim.lose();
  }

  /** Takes a task whose lease has ended, and tells its holder. */
  takeLost(now: number): StoredTask | undefined {
    for (;;) {
      const claim = this.#deadlines.takeDue(now);
      if (claim === undefined) return undefined;
      const { task } = claim;
      if (this.of(task) !== claim) continue;
      this.close(task);
      task.lostLeases += 1;
      claim.end();
      return task;
    }
  }

  /** Whether a claim was given here and is still valid. */
  isOpen(claim: Claim): claim is MemoryClaim {
    return claim instanceof MemoryClaim && claim.issuer === this && this.of(claim.task) === claim;
  }

  /**
   * Gives the task of a claim that is still valid.
   *
   * @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED` or `GRAFLOW_LEASE_LOST`
   */
  held(spec: AnySpec): StoredTask {
    const { claim } = spec;
    if (claim === undefined) throw notClaimed(spec.taskId);
    if (this.isOpen(claim)) return claim.task;
    if (claim instanceof MemoryClaim && claim.issuer === this) claim.proveAlive();
    throw leaseLost(spec.taskId, claim.attempt);
  }
}
