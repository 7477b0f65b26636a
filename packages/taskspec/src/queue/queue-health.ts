/** Whether what waits in a queue is claimed here, and how that is known. A socket that is open says nothing of it. */
export interface QueueHealth {
  /** The name of the queue. */
  readonly queue: string;
  /** Whether claims are answered and leases renewed. A worker whose slots are all busy is healthy too. */
  readonly isConsuming: boolean;
  /** Why not, for people; undefined where it is. */
  readonly reason: string | undefined;
  /** The code of the error behind it, where there is one. */
  readonly code: string | undefined;
  /** When a claim was last answered, by a task or by "nothing there", in milliseconds since 1970. */
  readonly lastSuccessfulClaimAt: number | undefined;
  /** How many tasks could be claimed now; undefined where the queue would not say. */
  readonly backlog: number | undefined;
  /** How long ago the lease was renewed that was renewed longest ago, in milliseconds; 0 where none is held here. */
  readonly leaseRenewalLagMs: number;
}
