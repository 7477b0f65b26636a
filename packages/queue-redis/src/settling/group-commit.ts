import type { TaskSpec } from '@graflow/taskspec';
import type { ClaimedRecord } from '../claiming/claimed-records.ts';
import type { Connection } from '../connection/connection.ts';
import { mayPass } from '../errors.ts';
import { sharedNow } from '../leases/lease-table.ts';
import type { RedisQueueSettings } from '../redis-queue-options.ts';
import { fittingClaims, fittingSettles } from './fitting.ts';
import { callSettle, type PendingSettle, type SettleReply, type Verdict } from './settle-call.ts';
import { ShortWay } from '../connection/short-way.ts';
import { ClaimAhead } from './claim-ahead.ts';
import type { Claimers } from '../claiming/claimers.ts';
import type { TakenValues } from '../claiming/taken-values.ts';

const perRoundTrip = 128;
const worthATrip = 64;
const roundTripsAtOnce = 2;
const retryMs = 250;

/** What all tasks of one claim share. */
export interface Claimed {
  readonly token: string;
  readonly values: TakenValues;
  /** When it was asked for: its lease is no older. */
  readonly askedAt: number;
  /** Whether the answer took so long that the leases may have ended on its way. */
  readonly isLate: boolean;
}

/** Judges an arrived task; gives nothing where it settled it right away. */
export type OpenTask = (task: ClaimedRecord, claimed: Claimed) => TaskSpec | undefined;

/**
 * Collects settles and claims, and sends them together: what arrives while a round trip is under way goes with the
 * next one, so batches grow with the load and an idle queue answers at once. A settle whose round trip failed for want
 * of a connection, or because Redis refuses for now, is sent again until the queue closes; the script recognises a second
 * copy.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #workerId: string;
  readonly #claimers: Claimers;
  readonly #open: OpenTask;
  readonly #shortWay = new ShortWay();
  readonly #ahead: ClaimAhead;
  #settles: PendingSettle[] = [];
  #toSendAgain: PendingSettle[] = [];
  #sendAgainTimer: NodeJS.Timeout | undefined;
  #underWay = 0;
  /** How many claims are not settled yet. */
  #held = 0;
  #claimsAtOnce = perRoundTrip;
  #scheduled = false;
  #onIdle: (() => void) | undefined;
  #closed: Error | undefined;

  /** Sends nothing yet. */
  constructor(
    connection: Connection,
    tag: string,
    settings: RedisQueueSettings,
    workerId: string,
    claimers: Claimers,
    open: OpenTask,
  ) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#workerId = workerId;
    this.#claimers = claimers;
    this.#open = open;
    claimers.onDemand = () => this.#schedule();
    const receive = (wanted: number, reply: SettleReply, askedAt: number): void =>
      this.#receive([], wanted, reply, askedAt);
    this.#ahead = new ClaimAhead({ tag, settings, workerId, claimers, shortWay: this.#shortWay, receive });
  }

  /** Adds a settle to the next round trip. */
  settle(settle: PendingSettle): void {
    if (this.#closed) return settle.told(undefined, this.#closed);
    this.#settles.push(settle);
    if (this.#isWorthATrip()) this.#roundTrip();
    else this.#schedule();
  }

  /** Waits until everything is sent and answered, but no longer than the deadline. */
  async drain(deadlineMs: number): Promise<void> {
    if (this.#isIdle()) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      timer = setTimeout(resolve, deadlineMs);
    });
    clearTimeout(timer);
  }

  /** Sends nothing any more; what was not sent hears the error. */
  close(error: Error): void {
    this.#closed = error;
    clearTimeout(this.#sendAgainTimer);
    for (const settle of [...this.#toSendAgain.splice(0), ...this.#settles.splice(0)]) settle.told(undefined, error);
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#hasWork() && this.#underWay < roundTripsAtOnce) this.#roundTrip();
    });
  }

  /** Half of the open claims go at once, so that Redis settles them while this process runs the other half. */
  #isWorthATrip(): boolean {
    return (
      this.#settles.length >= Math.min(worthATrip, Math.max(8, this.#held >> 1)) && this.#underWay < roundTripsAtOnce
    );
  }

  #isIdle(): boolean {
    return this.#settles.length === 0 && this.#underWay === 0 && this.#toSendAgain.length === 0;
  }

  #hasWork(): boolean {
    return !this.#closed && (this.#settles.length > 0 || this.#claimers.wanted > 0 || this.#claimers.mustAsk);
  }

  #roundTrip(): void {
    const settles = this.#settles.splice(0, fittingSettles(this.#settles, perRoundTrip));
    const givesMarkerBack = this.#claimers.mustAsk;
    const wanted = this.#claimers.take(this.#claimsAtOnce);
    this.#underWay += 1;
    const request = { settings: this.#settings, workerId: this.#workerId, settles, wanted, givesMarkerBack };
    const askedAt = sharedNow();
    const answered = (reply: SettleReply | Error): void => {
      this.#underWay -= 1;
      if (reply instanceof Error) this.#fail(settles, wanted, reply);
      else this.#receive(settles, wanted, reply, askedAt);
      if (this.#hasWork()) this.#schedule();
      if (this.#isIdle()) this.#onIdle?.();
      if (this.#held === 0 && this.#isIdle() && !this.#closed) this.#ahead.send();
    };
    // Each in a turn of its own: where two come together, the tasks of the first end, and their settles go, before the
    // others begin. Else this process and Redis would wait for each other, and never work at the same time.
    const inTurn = (reply: SettleReply | Error): void => void setImmediate(answered, reply);
    void callSettle(this.#connection.work, this.#tag, request, this.#shortWay).then(inTurn, inTurn);
  }

  #receive(
    settles: readonly PendingSettle[],
    wanted: number,
    { verdicts, claimed, token, tasks, values, dueInMs }: SettleReply,
    askedAt: number,
  ): void {
    this.#held += claimed - settles.length;
    for (let index = 0; index < settles.length; index += 1) settles[index]?.told(verdicts[index] as Verdict);
    if (claimed > 0) this.#claimsAtOnce = fittingClaims(tasks, perRoundTrip);
    const specs: TaskSpec[] = [];
    const isLate = sharedNow() - askedAt >= this.#settings.leaseMs;
    const shared: Claimed = { token, values, askedAt, isLate };
    for (const task of tasks) {
      const spec = this.#open(task, shared);
      if (spec) specs.push(spec);
    }
    this.#claimers.serve(wanted, claimed, specs, dueInMs);
  }

  #fail(settles: readonly PendingSettle[], wanted: number, error: Error): void {
    this.#claimers.fail(wanted, error);
    if (mayPass(error) && !this.#closed) return this.#sendAgain(settles);
    this.#held -= settles.length;
    for (const settle of settles) settle.told(undefined, this.#closed ?? error);
  }

  #sendAgain(settles: readonly PendingSettle[]): void {
    if (settles.length === 0) return;
    this.#toSendAgain.push(...settles);
    this.#sendAgainTimer ??= setTimeout(() => {
      this.#sendAgainTimer = undefined;
      this.#settles.unshift(...this.#toSendAgain.splice(0));
      this.#schedule();
    }, retryMs);
  }
}
