import { leaseLost } from '@graflow/taskspec';
import type { Connection } from './connection.ts';
import type { HeldClaim } from './held-claim.ts';
import type { RedisQueueSettings } from './redis-queue-options.ts';
import { runScript } from './script.ts';
import { renewScript } from './scripts/renew.ts';
import { timerMs } from './timer-ms.ts';

const claimsPerCall = 1_000;

/**
 * Owns the renewal of all claims of one queue. A claim hears that it is lost when Redis says so, or when this process,
 * cut off from Redis, sees by its own clock that the lease must have ended; its settle is still sent, because nobody may
 * have taken the task meanwhile.
 */
export class LeaseKeeper {
  readonly #claims = new Map<string, HeldClaim>();
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #workerId: string;
  readonly #leaseMs: number;
  readonly #renew: boolean;
  #timer: NodeJS.Timeout | undefined;

  /** Starts its timer with the first claim. */
  constructor(connection: Connection, tag: string, workerId: string, { leaseMs, renewLeases }: RedisQueueSettings) {
    this.#connection = connection;
    this.#tag = tag;
    this.#workerId = workerId;
    this.#leaseMs = leaseMs;
    this.#renew = renewLeases;
  }

  /** Keeps a claim until it is given up; an older claim of the same task is lost by it. */
  keep(claim: HeldClaim): void {
    const older = this.#claims.get(claim.entry);
    older?.lose(lost(older));
    this.#claims.set(claim.entry, claim);
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#tick(), timerMs(this.#leaseMs / 4));
    this.#timer.unref();
  }

  /** Whether a claim is open here and nobody is settling it. */
  has(claim: HeldClaim): boolean {
    return this.#claims.get(claim.entry) === claim && !claim.isSettling;
  }

  /** Stops keeping a claim; tells whether it was kept. */
  giveUp(claim: HeldClaim): boolean {
    return this.#claims.get(claim.entry) === claim && this.#claims.delete(claim.entry);
  }

  /** Keeps nothing any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#claims.clear();
  }

  async #tick(): Promise<void> {
    const claims = [...this.#claims.values()];
    for (let start = 0; this.#renew && start < claims.length; start += claimsPerCall) {
      const batch = claims.slice(start, start + claimsPerCall);
      await this.#renewBatch(batch).catch(() => undefined); // the next tick tries again; the lease outlives three of them
    }
    const endedBefore = performance.now() - this.#leaseMs;
    for (const claim of claims) if (claim.renewedAt < endedBefore) claim.lose(lost(claim));
  }

  async #renewBatch(claims: readonly HeldClaim[]): Promise<void> {
    const args = [
      this.#workerId,
      this.#leaseMs,
      claims.length,
      ...claims.flatMap(({ entry, token }) => [entry, token]),
    ];
    const startedAt = performance.now();
    const verdicts = String(await runScript(this.#connection, renewScript, this.#tag, args));
    claims.forEach((claim, index) => {
      if (verdicts[index] === 'y') claim.renewedAt = startedAt;
      else if (!claim.isSettling && this.giveUp(claim)) claim.lose(lost(claim)); // a settle brings its own verdict
    });
  }
}

const lost = ({ entry, attempt }: HeldClaim): Error => leaseLost(entry.slice(1), attempt);
