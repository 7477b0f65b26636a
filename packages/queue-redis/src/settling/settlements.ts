import {
  type AnySpec,
  defaultResultTtlMs,
  encodeOutcome,
  eventReason,
  type Failure,
  leaseLost,
  notClaimed,
  optionInvalid,
  type PayloadLimits,
  type SettleStep,
  type SpecBinding,
} from '@graflow/taskspec';
import { QueueRedisError } from '../errors.ts';
import type { GroupCommit } from './group-commit.ts';
import { HeldClaim } from '../claiming/held-claim.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import { outcomeOf } from '../outcomes/outcome-of.ts';
import type { PreparedTask } from '../enqueueing/prepared-task.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import type { PendingSettle, Verdict } from './settle-call.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';

const mostFollowUps = 1_000;

/** Ends claims: turns each settle of the port into the operation that the settle script knows. */
export class Settlements {
  readonly #commit: GroupCommit;
  readonly #leases: LeaseKeeper;
  readonly #writer: TaskWriter;
  readonly #binding: SpecBinding;
  readonly #limits: PayloadLimits;

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
    this.#limits = { maxPayloadBytes };
  }

  /** Ends a claim; `settled` hears once what Redis said of it, perhaps before this returns. */
  settle(spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    let claim: HeldClaim | undefined;
    try {
      claim = this.#openClaim(spec);
      claim.isSettling = true;
      if (step.step === 'ack' && step.followUps !== undefined && step.followUps.length > 0)
        return void this.#settleWithFollowUps(claim, spec, step.value, step.followUps).then(
          (verdict) => this.#end(claim as HeldClaim, spec, verdict, settled),
          (error: unknown) => this.#fail(claim as HeldClaim, error, settled),
        );
      this.#send(claim, spec, step, settled);
    } catch (error) {
      if (claim) this.#fail(claim, error, settled);
      else settled(error);
    }
  }

  #send(held: HeldClaim, spec: AnySpec, step: SettleStep, settled: (error?: unknown) => void): void {
    const told = (verdict: Verdict | undefined, error?: Error): void =>
      error === undefined ? this.#end(held, spec, verdict, settled) : this.#fail(held, error, settled);
    const { kind, args } = this.#operationOf(held, spec, step);
    this.#commit.settle({ kind, claim: held, args, told });
  }

  #operationOf(claim: HeldClaim, spec: AnySpec, step: SettleStep): Pick<PendingSettle, 'kind' | 'args'> {
    const ttl = spec.options.resultTtlMs ?? defaultResultTtlMs;
    switch (step.step) {
      case 'ack':
        return this.#ackOf(claim, spec, step.value);
      case 'retry':
        return { kind: 'r', args: [step.delayMs ?? 0, step.failure === undefined ? '' : retryReason(step.failure)] };
      case 'bury':
        return { kind: 'd', args: [ttl, outcomeOf(step.reason, spec.attempt)] };
      case 'release': {
        const { delayMs = 0, refusal, crash } = step;
        if (crash !== undefined) {
          const poison = outcomeOf({ code: 'GRAFLOW_TASK_POISON', failure: crash }, spec.attempt);
          return { kind: 'l', args: [defaultResultTtlMs, poison] };
        }
        const outcome = refusal ? outcomeOf({ code: 'GRAFLOW_TASK_UNROUTABLE', failure: refusal }, spec.attempt) : '';
        return { kind: 'g', args: [delayMs, defaultResultTtlMs, outcome] };
      }
    }
  }

  /** Most acks need no more than their outcome. */
  #ackOf(claim: HeldClaim, spec: AnySpec, value: unknown): Pick<PendingSettle, 'kind' | 'args'> {
    const { resultTtlMs = defaultResultTtlMs } = spec.options;
    return resultTtlMs === defaultResultTtlMs && claim.hashes === ''
      ? { kind: 'p', args: [this.#outcomeOf(claim, spec, value)] }
      : { kind: 'a', args: [...this.#ackArgs(claim, spec, value), 0] };
  }

  #ackArgs(claim: HeldClaim, spec: AnySpec, value: unknown): ScriptArgument[] {
    const { resultTtlMs = defaultResultTtlMs } = spec.options;
    return [String(resultTtlMs), this.#outcomeOf(claim, spec, value), claim.hashes];
  }

  #outcomeOf({ digest }: HeldClaim, { attempt }: AnySpec, value: unknown): string {
    return `${digest}\n${encodeOutcome({ ok: true, value, attempt }, this.#limits)}`;
  }

  async #settleWithFollowUps(
    claim: HeldClaim,
    spec: AnySpec,
    value: unknown,
    followUps: readonly AnySpec[],
  ): Promise<Verdict> {
    const head = this.#ackArgs(claim, spec, value);
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

/** Why a task is tried again, for whoever listens. */
const retryReason = (failure: Failure): string => JSON.stringify(eventReason({ code: 'GRAFLOW_TASK_FAILED', failure }));
