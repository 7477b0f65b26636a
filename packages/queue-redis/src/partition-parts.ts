import type { TaskSpec } from '@graflow/taskspec';
import { Auditor } from './auditing/auditor.ts';
import { CancelWatch } from './cancelling/cancel-watch.ts';
import { Arrivals } from './claiming/arrivals.ts';
import type { ClaimedRecord } from './claiming/claimed-records.ts';
import { Claimers } from './claiming/claimers.ts';
import type { HeldClaim } from './claiming/held-claim.ts';
import { WakeUp } from './claiming/wake-up.ts';
import { RedisControl } from './control/redis-control.ts';
import { RedisDeadLetters } from './dead-letters/redis-dead-letters.ts';
import { Retention } from './dead-letters/retention.ts';
import { CodeStore } from './enqueueing/code-store.ts';
import type { MarkOf } from './enqueueing/prepared-task.ts';
import { TaskWriter } from './enqueueing/task-writer.ts';
import { markerKey, partitionTag } from './keys.ts';
import { LeaseKeeper } from './leases/lease-keeper.ts';
import { RedisLimits } from './limits/redis-limits.ts';
import type { OutcomeWaiter } from './outcomes/outcome-waiter.ts';
import { ProgressReports } from './progress/progress-reports.ts';
import { RedisSchedules } from './schedules/redis-schedules.ts';
import { type Claimed, GroupCommit } from './settling/group-commit.ts';
import { type FollowUpWriter, Settlements } from './settling/settlements.ts';
import type { SharedParts } from './shared-parts.ts';
import { RedisStateStore } from './state/redis-state-store.ts';

/** The parts of one partition: for most queues, all of it. */
export type PartitionParts = ReturnType<typeof joinPartition>;

/** What a partition knows of the others, and what serves all of them. */
export interface Neighbours {
  readonly outcomes: OutcomeWaiter;
  readonly markOf?: MarkOf;
  readonly followUps?: FollowUpWriter;
}

/** Makes the parts of one partition and joins them; connects to nothing yet. */
export function joinPartition(shared: SharedParts, partition: number, others: Neighbours) {
  const { settings, connection, binding, workerId, inThread: thread, confirm, refuseClosed } = shared;
  const { queue, prefix, maxPayloadBytes } = settings;
  const tag = partitionTag(prefix, queue, partition);
  const code = partition === 0 ? shared.code : new CodeStore(connection, tag);
  const writer = new TaskWriter(settings, { connection, tag, code, outcomes: others.outcomes }, others.markOf);
  const leases = new LeaseKeeper({ connection, tag, workerId, settings, thread });
  const cancels = new CancelWatch(connection, tag, leases);
  const progress = new ProgressReports(connection, tag, leases);
  const deadLetters = new RedisDeadLetters(connection, tag, refuseClosed);
  const retention = new Retention(connection, tag, deadLetters);
  const auditor = new Auditor(connection, tag, queue, retention);
  const claimers = new Claimers(new WakeUp(connection, markerKey(tag)));
  const arrivals = new Arrivals(settings, binding, code);
  const commit: GroupCommit = new GroupCommit(connection, tag, settings, workerId, claimers, receive);
  const followUps = others.followUps ?? writer;
  const settlements = new Settlements(commit, leases, followUps, binding, retention, maxPayloadBytes);
  const ignore = (): void => undefined; // whatever goes wrong here, the lease ends and the task is judged again
  claimers.giveBack = (spec) => settlements.settle(spec, { step: 'release' }, ignore);
  const letGoOf = (claim: HeldClaim) => (_verdict: unknown, error?: Error) => error && leases.letGo(claim);

  function receive(task: ClaimedRecord, { token, values, askedAt, isLate }: Claimed): TaskSpec | undefined {
    const arrived = isLate ? arrivals.giveBack(task, token) : arrivals.open(task, token, values);
    if ('spec' in arrived) leases.keep(arrived.claim, askedAt, arrived.spec.options.timeoutMs);
    else commit.settle({ ...arrived, told: letGoOf(arrived.claim) });
    return 'spec' in arrived ? arrived.spec : undefined;
  }

  const schedules = new RedisSchedules({ connection, tag, settings, binding, writer, confirm });
  const states = new RedisStateStore(connection, tag, maxPayloadBytes);
  const ofWorkers = { claimers, commit, leases, cancels, progress, auditor, settlements };
  const forOperators = {
    deadLetters,
    control: new RedisControl(connection, tag, refuseClosed),
    limits: new RedisLimits(connection, tag),
  };
  return { tag, writer, schedules, states, ...ofWorkers, ...forOperators };
}
