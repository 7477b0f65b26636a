import {
  type AnySpec,
  leaseLost,
  notClaimed,
  optionInvalid,
  type PayloadLimits,
  type SettleStep,
  type SpecBinding,
} from '@graflow/taskspec';
import { QueueRedisError } from '../errors.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Retention } from '../dead-letters/retention.ts';
import { HeldClaim } from '../claiming/held-claim.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import type { PreparedTask } from '../enqueueing/prepared-task.ts';
import type { Verdict } from './settle-call.ts';
import { ackArgs, operationOf } from './settle-operation.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';

const mostFollowUps = 1_000;

/** Writes the tasks that become waiting with the settle of another one. */
export type FollowUpWriter = Pick<TaskWriter, 'prepare' | 'missingOf'>;

/** Ends claims, by the settles of the port. */
export class Settlements {
  readonly #commit: GroupCommit;
  readonly #leases: LeaseKeeper;
  readonly #writer: FollowUpWriter;
  readonly #binding: SpecBinding;
  readonly #retention: Pick<Retention, 'soon'>;
  readonly #limits: PayloadLimits;

  /** Sends through the group commit. */
  constructor(
    commit: GroupCommit,
    leases: LeaseKeeper,
    writer: FollowUpWriter,
    binding: SpecBinding,
    retention: Pick<Retention, 'soon'>,
    maxPayloadBytes: number,
  ) {
    this.#binding = binding;
    this.#commit = commit;
    this.#leases = leases;
    this.#writer = writer;
    this.#retention = retention;
    this.#limits = { maxPayloadBytes, what: 'result' };
  }

  /** Ends a claim; `settled` hears once what Redis said of it, perhaps before this returns. */
  settle(spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    let claim: HeldClaim;
    try {
      claim = this.#openClaim(spec);
    } catch (error) {
      return settled(error);
    }
    claim.isSettling = true;
    try {
      if (step.step === 'ack' && step.followUps !== undefined && step.followUps.length > 0)
        this.#sendWithFollowUps(claim, spec, step.value, step.followUps, settled);
      else this.#send(claim, spec, step, settled);
    } catch (error) {
      this.#fail(claim, error, settled);
    }
  }

  #sendWithFollowUps(
    claim: HeldClaim,
    spec: AnySpec,
    value: unknown,
    followUps: readonly AnySpec[],
    settled: (error?: unknown) => void,
  ): void {
    void this.#settleWithFollowUps(claim, spec, value, followUps).then(
      (verdict) => this.#end(claim, spec, verdict, settled),
      (error: unknown) => this.#fail(claim, error, settled),
    );
  }

  #send(claim: HeldClaim, spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    if (step.step === 'bury') this.#retention.soon();
    const { kind, args } = operationOf(claim, spec, step, this.#limits);
    const told = (verdict: Verdict | undefined, error?: Error): void =>
      error === undefined ? this.#end(claim, spec, verdict, settled) : this.#fail(claim, error, settled);
    this.#commit.settle({ kind, claim, args, told });
  }

  async #settleWithFollowUps(
    claim: HeldClaim,
    spec: AnySpec,
    value: unknown,
    followUps: readonly AnySpec[],
  ): Promise<Verdict> {
    const head = ackArgs(claim, spec, value, this.#limits);
    const tasks = await this.#prepare(followUps);
    const send = (added: readonly PreparedTask[]): Promise<Verdict> =>
      new Promise((resolve, reject) => {
        const args = [...head, added.length, ...added.flatMap((task) => task.args)];
        const told = (verdict: Verdict | undefined, error?: Error): void =>
          verdict === undefined ? reject(error) : resolve(verdict);
        this.#commit.settle({ kind: 'a', claim, args, told });
      });
    let verdict = await send(tasks);
    while (verdict === 't') verdict = await send(await this.#writer.missingOf(tasks));
    return verdict;
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

  #end(claim: HeldClaim, spec: AnySpec, verdict: Verdict | undefined, settled: (error?: unknown) => void): void {
    claim.isSettling = false;
    this.#leases.giveUp(claim);
    if (verdict !== 'y') return settled(leaseLost(spec.taskId, spec.attempt));
    spec.status = 'settled';
    settled();
  }

  /** The claim stays open where the settle itself was at fault. */
  #fail(claim: HeldClaim, error: unknown, settled: (error?: unknown) => void): void {
    claim.isSettling = false;
    // Renewed for ever, a claim that Redis would not end would keep the task from everybody.
    if (error instanceof QueueRedisError) this.#leases.letGo(claim);
    settled(error);
  }

  /** Only one settle of a claim is on its way at a time. */
  #openClaim(spec: AnySpec): HeldClaim {
    const { claim, taskId, attempt } = spec;
    if (!(claim instanceof HeldClaim)) throw notClaimed(taskId);
    if (!this.#leases.has(claim)) throw leaseLost(taskId, attempt);
    return claim;
  }
}
