import { randomBytes } from 'node:crypto';
import {
  eachEvent,
  type EventsOptions,
  queueClosed,
  type SpecBinding,
  type TaskQueue,
  type TaskSpec,
} from '@graflow/taskspec';
import { Auditor } from './auditing/auditor.ts';
import { Arrivals } from './claiming/arrivals.ts';
import { CancelWatch } from './cancelling/cancel-watch.ts';
import { Claimers } from './claiming/claimers.ts';
import type { ClaimedRecord } from './claiming/claimed-records.ts';
import { CodeStore } from './enqueueing/code-store.ts';
import { RedisControl } from './control/redis-control.ts';
import { RedisDeadLetters } from './dead-letters/redis-dead-letters.ts';
import { eventReader } from './events/read-events.ts';
import { RedisLimits } from './limits/redis-limits.ts';
import { Connection } from './connection/connection.ts';
import { RedisCatalog } from './catalog/redis-catalog.ts';
import { type Claimed, GroupCommit } from './settling/group-commit.ts';
import { markerKey, partitionTag } from './keys.ts';
import type { HeldClaim } from './claiming/held-claim.ts';
import { LeaseKeeper } from './leases/lease-keeper.ts';
import { OutcomeWaiter } from './outcomes/outcome-waiter.ts';
import { type RedisTaskQueueOptions, settingsOf } from './redis-queue-options.ts';
import { ProgressReports } from './progress/progress-reports.ts';
import { RedisSchedules } from './schedules/redis-schedules.ts';
import { Settlements } from './settling/settlements.ts';
import { RedisStateStore } from './state/redis-state-store.ts';
import { TaskWriter } from './enqueueing/task-writer.ts';
import { threadConnectionOf } from './leases/thread-connection.ts';
import { WakeUp } from './claiming/wake-up.ts';

/** The parts of one queue, joined. */
export interface QueueParts {
  readonly name: string;
  readonly tag: string;
  readonly leaseMs: number;
  readonly binding: SpecBinding;
  readonly connection: Connection;
  readonly writer: TaskWriter;
  readonly claimers: Claimers;
  readonly commit: GroupCommit;
  readonly leases: LeaseKeeper;
  readonly cancels: CancelWatch;
  readonly progress: ProgressReports;
  readonly auditor: Auditor;
  readonly settlements: Settlements;
  readonly outcomes: OutcomeWaiter;
  readonly schedules: RedisSchedules;
  readonly states: RedisStateStore;
  readonly catalog: RedisCatalog;
  readonly deadLetters: RedisDeadLetters;
  readonly control: RedisControl;
  readonly limits: RedisLimits;
  /** Gives what happens in the queue. */
  readonly listen: TaskQueue['events'];
  /** Fires when the queue closes. */
  readonly closing: AbortController;
  /** Throws where the queue is closed. */
  readonly refuseClosed: () => void;
}

/** Makes the parts of a queue and joins them; connects to nothing yet. */
export function joinParts(options: RedisTaskQueueOptions): QueueParts {
  const settings = settingsOf(options);
  const { queue, prefix, registry, resolverId, strategy, accept, maxPayloadBytes } = settings;
  const tag = partitionTag(prefix, queue, 0);
  const connection = new Connection(options);
  const code = new CodeStore(connection, tag);
  const catalog = new RedisCatalog(connection, tag, settings, code);
  const binding: SpecBinding = { registry, resolverId, strategy, accept, catalog };
  const writer = new TaskWriter(connection, tag, settings, code);
  const workerId = randomBytes(6).toString('base64url');
  const threadConnection = threadConnectionOf(options);
  const leases = new LeaseKeeper({ connection, tag, workerId, settings, threadConnection });
  const cancels = new CancelWatch(connection, tag, leases);
  const progress = new ProgressReports(connection, tag, leases);
  const auditor = new Auditor(connection, tag, queue);
  const claimers = new Claimers(new WakeUp(connection, markerKey(tag)));
  const arrivals = new Arrivals(settings, binding, code);
  const commit: GroupCommit = new GroupCommit(connection, tag, settings, workerId, claimers, receive);
  const settlements = new Settlements(commit, leases, writer, binding, maxPayloadBytes);
  const ignore = (): void => undefined; // whatever goes wrong here, the lease ends and the task is judged again
  claimers.giveBack = (spec) => settlements.settle(spec, { step: 'release' }, ignore);
  const letGoOf = (claim: HeldClaim) => (_verdict: unknown, error?: Error) => error && leases.letGo(claim);

  function receive(task: ClaimedRecord, { token, values, askedAt, isLate }: Claimed): TaskSpec | undefined {
    const arrived = isLate ? arrivals.giveBack(task, token) : arrivals.open(task, token, values);
    if ('spec' in arrived) leases.keep(arrived.claim, askedAt, arrived.spec.options.timeoutMs);
    else commit.settle({ ...arrived, told: letGoOf(arrived.claim) });
    return 'spec' in arrived ? arrived.spec : undefined;
  }

  const outcomes = new OutcomeWaiter(connection, tag);
  const { leaseMs } = settings;
  const schedules = new RedisSchedules({ connection, tag, settings, binding, writer });
  const states = new RedisStateStore(connection, tag, maxPayloadBytes);
  const ofWorkers = { claimers, commit, leases, cancels, progress, auditor, settlements };
  const closing = new AbortController();
  const refuseClosed = (): void => closing.signal.throwIfAborted();
  const forOperators = {
    deadLetters: new RedisDeadLetters(connection, tag, refuseClosed),
    control: new RedisControl(connection, tag, refuseClosed),
    limits: new RedisLimits(connection, tag),
    listen: async (wish?: EventsOptions) => {
      refuseClosed();
      return eachEvent(eventReader(connection, tag), closing.signal, wish);
    },
  };
  const ofAll = { name: queue, tag, leaseMs, binding, connection, closing, refuseClosed };
  return { ...ofAll, writer, outcomes, schedules, states, catalog, ...ofWorkers, ...forOperators };
}

/** Ends all waits, sends what is settled, and closes the connections, by a deadline. */
export async function closeParts(parts: QueueParts, deadlineMs: number): Promise<void> {
  const { name, closing, states, claimers, outcomes, commit, leases, cancels, progress, auditor, connection } = parts;
  const closed = queueClosed(name);
  closing.abort(closed);
  claimers.close(closed);
  outcomes.close(closed);
  states.close(closed);
  await commit.drain(deadlineMs);
  commit.close(closed);
  leases.close();
  cancels.close();
  progress.close();
  auditor.close();
  connection.close(closed);
}
