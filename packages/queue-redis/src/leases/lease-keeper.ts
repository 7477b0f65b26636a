import { leaseLost } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import type { HeldClaim } from '../claiming/held-claim.ts';
import { letGoLeases } from './let-go-leases.ts';
import { type LeasePlace, LeaseTable, sharedNow } from './lease-table.ts';
import type { QueueInThread } from './queue-in-thread.ts';
import { OpenClaims } from '../claiming/open-claims.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { isRenewalDue, renewEveryMs } from './renewal-pace.ts';
import { type HeldLease, type Renewal, renewLeases } from './renew-leases.ts';
import { timerMs } from './timer-ms.ts';

/** Whose claims are kept, and where. */
export interface LeaseKeeperOptions {
  readonly connection: Connection;
  readonly tag: string;
  readonly workerId: string;
  readonly settings: RedisQueueSettings;
  /** Its place in the thread that renews with us; undefined where it cannot reach the same Redis. */
  readonly thread: QueueInThread | undefined;
}

/**
 * Owns the renewal of all claims of one queue. A thread of its own renews them, so user code that blocks the event loop
 * loses nothing; while that thread is silent (it starts, it died, it cannot reach Redis) the main thread does it.
 *
 * A claim hears that it is lost when Redis says so, or when this process, cut off from Redis, sees by its own clock that
 * the lease must have ended; its settle is still sent, because nobody may have taken the task meanwhile.
 */
export class LeaseKeeper {
  /** Called before claims are told that Redis gave them up: somebody may know a better reason. */
  askWhy: () => Promise<void> = async () => undefined;
  readonly #claims = new OpenClaims();
  readonly #byRow: (HeldClaim | undefined)[] = [];
  readonly #table = new LeaseTable();
  readonly #options: LeaseKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #isRenewing = false;
  /** What was given up here while Redis may still count it as held. */
  readonly #toLetGo: HeldLease[] = [];

  /** Starts its thread and its timer with `start()`, or with the first claim. */
  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    const { memory } = this.#table;
    options.thread?.join({ memory, tag: options.tag }, (some) => this.#loseRows(some));
  }

  /** Begins ahead of the first claim: a task may block the event loop before a thread that starts with it is there. */
  start(): void {
    if (this.#timer === undefined) this.#start();
  }

  /** Keeps a claim that was asked for at a moment until it is given up; an older claim of the same task is lost by it. */
  keep(claim: HeldClaim, askedAt: number, timeoutMs?: number): void {
    if (claim.hasLostLeases)
      this.#claims.of(claim.entry).forEach((older) => this.giveUp(older) && this.#outlive(older));
    this.#claims.add(claim);
    const { blockedLimitMs, leaseMs } = this.#options.settings;
    const limitMs = timeoutMs === undefined ? blockedLimitMs : timeoutMs + leaseMs;
    claim.row = this.#table.add(claim.entry, claim.token, limitMs, askedAt);
    if (claim.row === undefined) claim.renewedAt = askedAt;
    else this.#byRow[claim.row] = claim;
    this.start();
  }

  /** How long ago the lease was renewed that was renewed longest ago, in milliseconds; 0 where none is held. */
  get renewalLagMs(): number {
    let oldest = Infinity;
    for (const claim of this.#claims.all()) oldest = Math.min(oldest, this.#renewedAt(claim));
    return oldest === Infinity ? 0 : Math.round(sharedNow() - oldest);
  }

  /** Whether a claim is open here and nobody is settling it. */
  has(claim: HeldClaim): boolean {
    return this.#claims.has(claim) && !claim.isSettling;
  }

  /** Whether no claim is open here. */
  get isEmpty(): boolean {
    return this.#claims.isEmpty;
  }

  /** Tells the holder of a claim, by its token, that it is lost for a reason of its own. */
  lose(entry: string, token: string, reason: Error): void {
    const claim = this.#claims.of(entry).find((open) => open.token === token);
    if (claim) this.#lose(claim, reason);
  }

  /** Stops keeping a claim; tells whether it was kept. */
  giveUp(claim: HeldClaim): boolean {
    if (!this.#claims.delete(claim)) return false;
    if (claim.row !== undefined) {
      this.#byRow[claim.row] = undefined;
      this.#table.remove(claim.row);
    }
    return true;
  }

  /** Stops keeping a claim that Redis would not end, and ends its lease: other tasks of it may be renewed for long. */
  letGo(claim: HeldClaim): void {
    this.giveUp(claim);
    this.#toLetGo.push(claim);
  }

  /** Keeps nothing any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#options.thread?.close();
    this.#claims.clear();
  }

  #start(): void {
    const { leaseMs, renewLeases: isRenewed } = this.#options.settings;
    this.#table.beatOfMain();
    this.#timer = setInterval(() => void this.#tick(), timerMs(renewEveryMs(leaseMs)));
    this.#timer.unref();
    if (isRenewed) this.#options.thread?.start();
  }

  async #tick(): Promise<void> {
    this.#table.beatOfMain();
    const { leaseMs, renewLeases: isRenewed } = this.#options.settings;
    if (isRenewed) await this.#renewDue(leaseMs).catch(() => undefined); // the next tick tries again
    await this.#letGoAll().catch(() => undefined); // the next tick does
    const endedBefore = sharedNow() - leaseMs;
    for (const claim of this.#claims.all()) if (this.#renewedAt(claim) < endedBefore) claim.lose(lost(claim));
  }

  async #renewDue(leaseMs: number): Promise<void> {
    const threadIsSilent = this.#table.renewerSilentMs > leaseMs / 2;
    const now = sharedNow();
    const isDue = (claim: HeldClaim): boolean =>
      (threadIsSilent || claim.row === undefined) && isRenewalDue(now - this.#renewedAt(claim), leaseMs);
    const due = this.#claims.all().filter(isDue);
    if (due.length === 0 || this.#isRenewing) return;
    this.#isRenewing = true;
    const startedAt = sharedNow();
    try {
      await renewLeases(this.#options.connection.work, this.#renewal, due, (claim, isValid) => {
        if (isValid) this.#markRenewed(claim, startedAt);
        else void this.#loseLater([claim]);
      });
    } finally {
      this.#isRenewing = false;
    }
  }

  async #letGoAll(): Promise<void> {
    const leases = this.#toLetGo.splice(0);
    try {
      await letGoLeases(this.#options.connection.work, this.#renewal, leases);
    } catch (error) {
      this.#toLetGo.push(...leases);
      throw error;
    }
  }

  get #renewal(): Renewal {
    const { tag, workerId, settings } = this.#options;
    return { tag, workerId, leaseMs: settings.leaseMs, maxLostLeases: settings.maxLostLeases };
  }

  #loseRows(some: readonly LeasePlace[]): void {
    const claims = some.map(({ row, generation }) =>
      this.#table.generationOf(row) === generation ? this.#byRow[row] : undefined,
    );
    void this.#loseLater(claims.filter((claim) => claim !== undefined));
  }

  async #loseLater(claims: readonly HeldClaim[]): Promise<void> {
    await this.askWhy().catch(() => undefined); // then they hear what is known
    for (const claim of claims) this.#lose(claim);
  }

  /** A settle that is under way brings its own verdict. */
  #lose(claim: HeldClaim, reason: Error = lost(claim)): void {
    if (!claim.isSettling && this.giveUp(claim)) claim.lose(reason);
  }

  /** A claim was lost, and its holder is here: Redis hears of that, because only a holder that died counts. */
  #outlive(claim: HeldClaim): void {
    claim.lose(lost(claim));
    if (!this.#options.settings.renewLeases) return;
    void renewLeases(this.#options.connection.work, this.#renewal, [claim], ignore).catch(ignore); // then it counts
  }

  #renewedAt({ row, renewedAt }: HeldClaim): number {
    return row === undefined ? renewedAt : this.#table.renewedAt(row);
  }

  #markRenewed(claim: HeldClaim, moment: number): void {
    if (!this.#claims.has(claim)) return;
    if (claim.row === undefined) claim.renewedAt = moment;
    else this.#table.markRenewed({ row: claim.row, generation: this.#table.generationOf(claim.row) }, moment);
  }
}

const ignore = (): void => undefined;
const lost = ({ entry, attempt }: HeldClaim): Error => leaseLost(entry.slice(1), attempt);
