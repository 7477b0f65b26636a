import { type AnySpec, decodePayload, encodeProgress, type IdSource, notClaimed } from '@graflow/taskspec';
import type { TaskEvents } from '../events/task-events.ts';
import type { LeaseTable } from '../time/lease-table.ts';

/** How far the tasks of a queue are; those that never tell it cost nothing. */
export class MemoryProgress {
  readonly #leases: LeaseTable;
  readonly #texts = new Map<string, string>();

  readonly #events: TaskEvents;

  constructor(leases: LeaseTable, events: TaskEvents) {
    this.#leases = leases;
    this.#events = events;
  }

  /** Keeps how far a claimed task is. @throws TaskSpecError `GRAFLOW_SPEC_NOT_CLAIMED` */
  tell({ taskId, claim }: AnySpec, value: unknown): void {
    if (claim === undefined) throw notClaimed(taskId);
    if (!this.#leases.isOpen(claim)) return;
    const text = encodeProgress(value);
    this.#texts.set(taskId, text);
    this.#events.progressed(taskId, claim.attempt, text);
  }

  /** Gives what a task told last; undefined where it told nothing. */
  of(taskId: string): unknown {
    const text = this.#texts.get(taskId);
    return text === undefined ? undefined : decodePayload(text);
  }

  /** Forgets a task that has ended. */
  forget(task: IdSource): void {
    if (this.#texts.size > 0) this.#texts.delete(task.taskId);
  }
}
