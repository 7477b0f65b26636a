import type { Claim } from '@graflow/taskspec';

/** A claim as this queue holds it; the AbortController is made only when somebody asks for the signal. */
export class HeldClaim implements Claim {
  /** Priority level and task id, as the sorted sets hold them. */
  readonly entry: string;
  readonly token: string;
  /** Which of the tasks that were claimed with this token it is, from 0. */
  readonly nth: number;
  readonly failures: number;
  readonly attempt: number;
  /** The code that the record names. */
  readonly hashes: string;
  /** What tells the task from another with its id, once its record is gone. */
  readonly digest: string;
  /** Whether a settle is on its way; the first one wins, and the lease is renewed until Redis has answered. */
  isSettling = false;
  /** Where it stands among the open claims. */
  place = -1;
  /** Where the lease stands in the table that the lease thread reads; undefined where that is full. */
  row: number | undefined;
  /** Without a row: when the lease was certainly valid last, by the clock of this process. */
  renewedAt = 0;
  #abort: AbortController | undefined;
  #lost: Error | undefined;

  /** Takes over what the claim script said. */
  constructor(entry: string, token: string, nth: number, failures: number, lost: number, hashes = '', digest = '') {
    this.entry = entry;
    this.token = token;
    this.nth = nth;
    this.failures = failures;
    this.attempt = failures + lost + 1;
    this.hashes = hashes;
    this.digest = digest;
  }

  /** Whether another claim of the task was lost. */
  get hasLostLeases(): boolean {
    return this.attempt > this.failures + 1;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#lost) this.#abort.abort(this.#lost);
    return this.#abort.signal;
  }

  /** Tells whoever listens that the lease is lost. */
  lose(reason: Error): void {
    this.#lost = reason;
    this.#abort?.abort(reason);
  }
}
