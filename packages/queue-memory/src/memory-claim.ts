import { type Claim, leaseLost } from '@graflow/taskspec';
import type { StoredTask } from './forms/stored-task.ts';

/** A claim in one process: it is its own fence, and its signal is made when somebody asks for it. */
export class MemoryClaim implements Claim {
  readonly task: StoredTask;
  /** The table that gave it: a claim is valid there alone. */
  readonly issuer: object;
  readonly serial: number;
  readonly attempt: number;
  readonly failures: number;
  #lost: AbortController | undefined;
  #hasEnded = false;

  constructor(task: StoredTask, issuer: object, serial: number) {
    this.task = task;
    this.issuer = issuer;
    this.serial = serial;
    this.attempt = task.attempts;
    this.failures = task.failures;
  }

  get token(): string {
    return `${this.task.taskId}:${this.serial}`;
  }

  get signal(): AbortSignal {
    return (this.#lost ??= new AbortController()).signal;
  }

  /** Its lease has ended. */
  end(): void {
    this.#hasEnded = true;
    this.lose();
  }

  /** Its holder settles by it: a lease that ended was too short, and does not count as a lost worker. */
  proveAlive(): void {
    if (!this.#hasEnded) return;
    this.#hasEnded = false;
    this.task.lostLeases -= 1;
  }

  lose(reason: Error = leaseLost(this.task.taskId, this.attempt)): void {
    this.#lost ??= new AbortController();
    this.#lost.abort(reason);
  }
}
