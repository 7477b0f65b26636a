import {
  type CancelAnswer,
  type CancelOptions,
  eachEvent,
  type EventsOptions,
  type GroupMember,
  type GroupOptions,
  groupPlan,
  queueClosed,
  type QueueHealth,
  type SpecBinding,
  type StateStore,
  type TaskControl,
  type TaskPublishing,
  type TaskQueue,
} from '@graflow/taskspec';
import type { Auditor } from './auditing/auditor.ts';
import { cancelTask } from './cancelling/cancel-task.ts';
import type { CancelWatch } from './cancelling/cancel-watch.ts';
import type { Claimers } from './claiming/claimers.ts';
import type { Connection } from './connection/connection.ts';
import type { TaskWriter } from './enqueueing/task-writer.ts';
import { eventReader } from './events/read-events.ts';
import { makeGroup } from './grouping/make-group.ts';
import { partitionTag } from './keys.ts';
import type { LeaseKeeper } from './leases/lease-keeper.ts';
import { OutcomeWaiter } from './outcomes/outcome-waiter.ts';
import { joinPartition } from './partition-parts.ts';
import type { ProgressReports } from './progress/progress-reports.ts';
import { readProgress } from './progress/read-progress.ts';
import { judgeHealth } from './queue-health.ts';
import type { GroupCommit } from './settling/group-commit.ts';
import type { Settlements } from './settling/settlements.ts';
import type { SharedParts } from './shared-parts.ts';

/** The parts of a queue, joined: those of its one partition, or such as lead to the right one or to all of them. */
export interface QueueParts {
  readonly name: string;
  readonly binding: SpecBinding;
  readonly connection: Connection;
  readonly writer: Pick<TaskWriter, 'add'>;
  readonly claimers: Pick<Claimers, 'next' | 'open' | 'close'>;
  readonly commit: Pick<GroupCommit, 'drain' | 'close'>;
  readonly leases: Pick<LeaseKeeper, 'start' | 'close'>;
  readonly cancels: Pick<CancelWatch, 'start' | 'close'>;
  readonly progress: Pick<ProgressReports, 'tell' | 'close'>;
  readonly auditor: Pick<Auditor, 'start' | 'close'>;
  readonly settlements: Pick<Settlements, 'settle'>;
  readonly outcomes: Pick<OutcomeWaiter, 'outcomeOf' | 'close'>;
  readonly schedules: TaskQueue['schedules'];
  readonly states: StateStore & { close(error: Error): void };
  readonly catalog: TaskPublishing;
  readonly deadLetters: TaskQueue['deadLetters'];
  readonly control: TaskControl;
  readonly limits: TaskQueue['limits'];
  /** Rejects where the queue lies in another number of partitions. */
  readonly confirm: () => Promise<void>;
  /** Makes a group, and gives its id. */
  readonly makeGroup: (members: readonly GroupMember[], options?: GroupOptions) => Promise<string>;
  /** Ends a task that nobody needs any more. */
  readonly cancel: (taskId: string, options?: CancelOptions) => Promise<CancelAnswer>;
  /** Gives what a task told last of how far it is. */
  readonly progressOf: (taskId: string) => Promise<unknown>;
  /** Gives what happens in the queue. */
  readonly listen: TaskQueue['events'];
  /** Judges whether what waits is claimed here. */
  readonly health: () => Promise<QueueHealth>;
  /** Fires when the queue closes. */
  readonly closing: AbortController;
  /** Throws where the queue is closed. */
  readonly refuseClosed: () => void;
}

/** Makes the parts of a queue of one partition. */
export function joinParts(shared: SharedParts): QueueParts {
  const { connection, binding, catalog, confirm, closing, refuseClosed, settings } = shared;
  const { queue: name, leaseMs } = settings;
  const tag = partitionTag(settings.prefix, name, 0);
  const outcomes = new OutcomeWaiter(connection, [tag], () => tag);
  const parts = joinPartition(shared, 0, { outcomes });
  return {
    ...parts,
    name,
    binding,
    connection,
    catalog,
    confirm,
    closing,
    refuseClosed,
    outcomes,
    makeGroup: async (...wish) => makeGroup({ connection, tag }, groupPlan(...wish)),
    cancel: (taskId, options) => cancelTask(connection, tag, taskId, options),
    progressOf: (taskId) => readProgress(connection, tag, taskId),
    listen: async (wish?: EventsOptions) => {
      refuseClosed();
      return eachEvent(eventReader(connection, tag), closing.signal, wish);
    },
    health: () => judgeHealth({ ...parts, name, connection, leaseMs }),
  };
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
