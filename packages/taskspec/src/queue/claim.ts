/** What a worker holds while it runs a spec: a lease, fenced by a token. Made by a queue, read by nobody else. */
export interface Claim {
  /** Fences every settle: a queue refuses a token that is not the newest of its task. */
  readonly token: string;
  /** Runs so far, this one included, from 1. */
  readonly attempt: number;
  /** Attempts that failed before this one; lost leases and releases do not count. */
  readonly failures: number;
  /** Fires, with the reason, when the lease is lost or the task is cancelled. */
  readonly signal: AbortSignal;
}

/** Where a spec is in its life, as far as its object knows. */
export type TaskStatus = 'created' | 'enqueued' | 'claimed' | 'settled';
