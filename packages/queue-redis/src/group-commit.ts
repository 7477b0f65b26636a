import type { TaskSpec } from '@graflow/taskspec';
import { type PackedTask, unpackClaimed } from './claimed-tasks.ts';
import type { Connection } from './connection.ts';
import { QueueRedisError } from './errors.ts';
import type { HeldClaim } from './held-claim.ts';
import type { RedisQueueSettings } from './redis-queue-options.ts';
import { runScript, type ScriptArgument } from './script.ts';
import { settleScript } from './scripts/settle.ts';
import type { Claimers } from './claimers.ts';

/** What the script says of a settle: y settled, n the claim is not valid, t the id of a follow-up is taken. */
export type Verdict = 'y' | 'n' | 't';

/** One settle on its way: what the script is told, and who waits for its verdict. */
export interface PendingSettle {
  /** What is done: a ack, r retry, d bury, g release, l lost with its run. */
  readonly kind: 'a' | 'r' | 'd' | 'g' | 'l';
  /** The claim that ends. */
  readonly claim: HeldClaim;
  /** What the kind needs, as the settle script describes it. */
  readonly args: readonly ScriptArgument[];
  /** Hears what the script said. */
  readonly resolve: (verdict: Verdict) => void;
  /** Hears why Redis would not say. */
  readonly reject: (error: Error) => void;
}

/** What a round trip brought back. */
interface Reply {
  readonly verdicts: string;
  readonly claimed: number;
  readonly token: string;
  readonly tasks: Buffer;
  readonly dueInMs: number;
}

type RawReply = [verdicts: Buffer, claimed: number, token: Buffer, tasks: Buffer, dueInMs: number];

const perRoundTrip = 64;
const roundTripsAtOnce = 2;
const retryMs = 250;
const outcomeTtlMs = 3_600_000;

/**
 * Collects settles and claims, and sends them together: what arrives while a round trip is under way goes with the
 * next one, so batches grow with the load and an idle queue answers at once. A settle whose round trip failed for want
 * of a connection is sent again until the queue closes; the script recognises a second copy.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #settings: RedisQueueSettings;
  readonly #workerId: string;
  readonly #claimers: Claimers;
  readonly #open: (task: PackedTask, token: string) => TaskSpec | undefined;
  #settles: PendingSettle[] = [];
  #toSendAgain: PendingSettle[] = [];
  #sendAgainTimer: NodeJS.Timeout | undefined;
  #underWay = 0;
  #scheduled = false;
  #onIdle: (() => void) | undefined;
  #closed: Error | undefined;

  /** @param open - judges an arrived task; undefined where it settled it right away */
  constructor(
    connection: Connection,
    tag: string,
    settings: RedisQueueSettings,
    workerId: string,
    claimers: Claimers,
    open: (task: PackedTask, token: string) => TaskSpec | undefined,
  ) {
    this.#connection = connection;
    this.#tag = tag;
    this.#settings = settings;
    this.#workerId = workerId;
    this.#claimers = claimers;
    this.#open = open;
    claimers.onDemand = () => this.#schedule();
  }

  /** Adds a settle to the next round trip. */
  settle(settle: PendingSettle): void {
    if (this.#closed) return settle.reject(this.#closed);
    this.#settles.push(settle);
    this.#schedule();
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
    for (const { reject } of [...this.#toSendAgain.splice(0), ...this.#settles.splice(0)]) reject(error);
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#hasWork() && this.#underWay < roundTripsAtOnce) void this.#roundTrip();
    });
  }

  #isIdle(): boolean {
    return this.#settles.length === 0 && this.#underWay === 0 && this.#toSendAgain.length === 0;
  }

  #hasWork(): boolean {
    return !this.#closed && (this.#settles.length > 0 || this.#claimers.wanted > 0 || this.#claimers.mustAsk);
  }

  async #roundTrip(): Promise<void> {
    const settles = this.#settles.splice(0, perRoundTrip);
    const givesMarkerBack = this.#claimers.mustAsk;
    const wanted = this.#claimers.take(perRoundTrip);
    this.#underWay += 1;
    try {
      this.#receive(settles, wanted, await this.#send(settles, wanted, givesMarkerBack));
    } catch (error) {
      this.#fail(settles, wanted, error as Error);
    } finally {
      this.#underWay -= 1;
      if (this.#hasWork()) this.#schedule();
      if (this.#isIdle()) this.#onIdle?.();
    }
  }

  async #send(settles: readonly PendingSettle[], wanted: number, givesMarkerBack: boolean): Promise<Reply> {
    const { leaseMs, maxLostLeases, unroutableAfterMs } = this.#settings;
    const args: ScriptArgument[] = [
      this.#workerId,
      wanted,
      givesMarkerBack ? 1 : 0,
      leaseMs,
      maxLostLeases,
      unroutableAfterMs,
      outcomeTtlMs,
      settles.length,
    ];
    for (const { claim } of settles) args.push(claim.entry);
    for (const settle of settles) args.push(settle.kind, settle.claim.token, ...settle.args);
    const reply = (await runScript(this.#connection, settleScript, this.#tag, args)) as RawReply;
    const [verdicts, claimed, token, tasks, dueInMs] = reply;
    return {
      verdicts: String(verdicts),
      claimed: Number(claimed),
      token: String(token),
      tasks,
      dueInMs: Number(dueInMs),
    };
  }

  #receive(
    settles: readonly PendingSettle[],
    wanted: number,
    { verdicts, claimed, token, tasks, dueInMs }: Reply,
  ): void {
    settles.forEach((settle, index) => settle.resolve(verdicts[index] as Verdict));
    const specs: TaskSpec[] = [];
    for (const task of unpackClaimed(tasks)) {
      const spec = this.#open(task, token);
      if (spec) specs.push(spec);
    }
    this.#claimers.serve(wanted, claimed, specs, dueInMs);
  }

  #fail(settles: readonly PendingSettle[], wanted: number, error: Error): void {
    this.#claimers.fail(wanted, error);
    const isAway = error instanceof QueueRedisError && error.code === 'GRAFLOW_REDIS_UNREACHABLE';
    if (!isAway || this.#closed) for (const { reject } of settles) reject(this.#closed ?? error);
    else if (settles.length > 0) this.#sendAgain(settles);
  }

  #sendAgain(settles: readonly PendingSettle[]): void {
    this.#toSendAgain.push(...settles);
    this.#sendAgainTimer ??= setTimeout(() => {
      this.#sendAgainTimer = undefined;
      this.#settles.unshift(...this.#toSendAgain.splice(0));
      this.#schedule();
    }, retryMs);
  }
}
