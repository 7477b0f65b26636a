import {
  type AckOptions,
  type AnySpec,
  type DeadReason,
  defaultResultTtlMs,
  encodeOutcome,
  leaseLost,
  notClaimed,
  optionInvalid,
  type ReleaseOptions,
  type RetryTaskOptions,
  type SpecBinding,
} from '@graflow/taskspec';
import { QueueRedisError } from './errors.ts';
import type { GroupCommit, PendingSettle, Verdict } from './group-commit.ts';
import { HeldClaim } from './held-claim.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { outcomeOf } from './outcome-of.ts';
import type { PreparedTask } from './prepared-task.ts';
import type { ScriptArgument } from './script.ts';
import type { TaskWriter } from './task-writer.ts';

const mostFollowUps = 1_000;

/** Ends claims: turns each settle of the port into the operation that the settle script knows. */
export class Settlements {
  readonly #commit: GroupCommit;
  readonly #leases: LeaseKeeper;
  readonly #writer: TaskWriter;
  readonly #binding: SpecBinding;
  readonly #maxPayloadBytes: number;

  /** Sends through the group commit. */
  constructor(
    commit: GroupCommit,
    leases: LeaseKeeper,
    writer: TaskWriter,
    binding: SpecBinding,
    maxPayloadBytes: number,
  ) {
    this.#binding = binding;
    this.#commit = commit;
    this.#leases = leases;
    this.#writer = writer;
    this.#maxPayloadBytes = maxPayloadBytes;
  }

  /** Ends a claim with a value. */
  ack(spec: AnySpec, value: unknown, { followUps = [] }: AckOptions): Promise<void> {
    return this.#end(spec, async (claim) => {
      const outcome = encodeOutcome(
        { ok: true, value, attempt: spec.attempt },
        { maxPayloadBytes: this.#maxPayloadBytes },
      );
      const ttl = spec.options.resultTtlMs ?? defaultResultTtlMs;
      const tasks = followUps.length === 0 ? [] : await this.#prepare(followUps);
      const send = (added: readonly PreparedTask[]): Promise<Verdict> =>
        this.#send(claim, 'a', [
          ttl,
          `${claim.digest}\n${outcome}`,
          claim.hashes,
          added.length,
          ...added.flatMap((task) => task.args),
        ]);
      let verdict = await send(tasks);
      while (verdict === 't') verdict = await send(await this.#writer.missingOf(tasks));
      return verdict;
    });
  }

  /** Ends a claim after a failure; the task runs again. */
  retry(spec: AnySpec, { delayMs = 0 }: RetryTaskOptions): Promise<void> {
    return this.#end(spec, (claim) => this.#send(claim, 'r', [delayMs]));
  }

  /** Ends a claim for good. */
  bury(spec: AnySpec, reason: DeadReason): Promise<void> {
    const ttl = spec.options.resultTtlMs ?? defaultResultTtlMs;
    return this.#end(spec, (claim) => this.#send(claim, 'd', [ttl, outcomeOf(reason, spec.attempt)]));
  }

  /** Gives a claim back. */
  release(spec: AnySpec, { delayMs = 0, refusal, crash }: ReleaseOptions): Promise<void> {
    if (crash !== undefined) {
      const poison = outcomeOf({ code: 'GRAFLOW_TASK_POISON', failure: crash }, spec.attempt);
      return this.#end(spec, (claim) => this.#send(claim, 'l', [defaultResultTtlMs, poison]));
    }
    const outcome = refusal ? outcomeOf({ code: 'GRAFLOW_TASK_UNROUTABLE', failure: refusal }, spec.attempt) : '';
    return this.#end(spec, (claim) => this.#send(claim, 'g', [delayMs, defaultResultTtlMs, outcome]));
  }

  async #prepare(followUps: readonly AnySpec[]): Promise<readonly PreparedTask[]> {
    if (followUps.length > mostFollowUps)
      throw optionInvalid(
        'followUps',
        followUps.length,
        `at most ${mostFollowUps}; let one follow-up enqueue the rest`,
      );
    for (const followUp of followUps) await followUp.bind(this.#binding).ensureSerialized();
    return this.#writer.prepare(followUps);
  }

  /** Only one settle of a claim is on its way at a time. The claim stays open where the settle itself was at fault. */
  async #end(spec: AnySpec, settle: (claim: HeldClaim) => Promise<Verdict>): Promise<void> {
    const claim = this.#openClaim(spec);
    claim.isSettling = true;
    try {
      const verdict = await settle(claim);
      this.#leases.giveUp(claim);
      if (verdict !== 'y') throw leaseLost(spec.taskId, spec.attempt);
      spec.status = 'settled';
    } catch (error) {
      // Renewed for ever, a claim that Redis would not end would keep the task from everybody.
      if (error instanceof QueueRedisError) this.#leases.giveUp(claim);
      throw error;
    } finally {
      claim.isSettling = false;
    }
  }

  #openClaim(spec: AnySpec): HeldClaim {
    const { claim, taskId, attempt } = spec;
    if (!(claim instanceof HeldClaim)) throw notClaimed(taskId);
    if (!this.#leases.has(claim)) throw leaseLost(taskId, attempt);
    return claim;
  }

  #send(claim: HeldClaim, kind: PendingSettle['kind'], args: readonly ScriptArgument[]): Promise<Verdict> {
    return new Promise((resolve, reject) => this.#commit.settle({ kind, claim, args, resolve, reject }));
  }
}
