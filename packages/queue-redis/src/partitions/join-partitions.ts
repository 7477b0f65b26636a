import { eachEvent, groupPlan, type GroupPlan, type QueueHealth, type TaskSpec } from '@graflow/taskspec';
import { cancelTask } from '../cancelling/cancel-task.ts';
import type { MarkOf } from '../enqueueing/prepared-task.ts';
import type { TaskWriter } from '../enqueueing/task-writer.ts';
import { askEvents } from '../events/read-events.ts';
import { makeGroup } from '../grouping/make-group.ts';
import { partitionTag } from '../keys.ts';
import { OutcomeWaiter } from '../outcomes/outcome-waiter.ts';
import { joinPartition, type PartitionParts } from '../partition-parts.ts';
import { readProgress } from '../progress/read-progress.ts';
import { judgeHealth } from '../queue-health.ts';
import type { QueueParts } from '../queue-parts.ts';
import type { SharedParts } from '../shared-parts.ts';
import { AllControl } from './all-control.ts';
import { AllDeadLetters } from './all-dead-letters.ts';
import { allEventsReader } from './all-events.ts';
import { AllLimits } from './all-limits.ts';
import { AllSchedules } from './all-schedules.ts';
import { AllStates } from './all-states.ts';
import { ClaimersInTurn } from './claimers-in-turn.ts';
import { CrossingFollowUps } from './crossing-follow-ups.ts';
import { healthOfAll } from './health-of-all.ts';
import { Outbox } from './outbox.ts';
import { PartitionMap } from './partition-map.ts';
import { PartitionedWriter, type Questions } from './partitioned-writer.ts';

/** Makes the parts of a queue of several partitions: each leads to the right one, or to all of them. */
export function joinPartitions(shared: SharedParts): QueueParts {
  const { settings, connection, binding, catalog, closing, refuseClosed, confirm, isCluster } = shared;
  const { queue: name, prefix, leaseMs } = settings;
  const map = new PartitionMap(settings.partitions);
  const tags = Array.from({ length: map.count }, (_, partition) => partitionTag(prefix, name, partition));
  const outcomes = new OutcomeWaiter(connection, tags, (id) => tags[map.of(id)] as string);
  const outbox = new Outbox(connection, tags);
  const writers: TaskWriter[] = [];
  const asking = new Set<number>();
  const questions: Questions = {
    take: (partition) => asking.delete(partition),
    ask: (partition) => outbox.look(partition),
  };
  const markFor =
    (own: number): MarkOf =>
    (id) => {
      const partition = map.of(id);
      if (partition === own) return '';
      asking.add(own);
      return `>${partition}`;
    };
  const all = tags.map((_, partition) => {
    const followUps = new CrossingFollowUps(partition, map, writers);
    const parts = joinPartition(shared, partition, { outcomes, markOf: markFor(partition), followUps });
    writers.push(parts.writer);
    return parts;
  });
  const of = (id: string): PartitionParts => all[map.of(id)] as PartitionParts;
  const lookAfter = (id: string): void => void outbox.look(map.of(id));
  const closeAll = <Part extends 'leases' | 'cancels' | 'progress' | 'auditor'>(part: Part): void =>
    all.forEach((parts) => parts[part].close());

  const settle: QueueParts['settlements']['settle'] = (spec, step, settled) =>
    of(spec.taskId).settlements.settle(spec, step, (error) => {
      const mayCross = step.step === 'bury' || (step.step === 'ack' && step.followUps !== undefined);
      if (mayCross) lookAfter(spec.taskId);
      settled(error);
    });
  const giveBack = (spec: TaskSpec): void => settle(spec, { step: 'release' }, () => undefined);

  return {
    name,
    binding,
    connection,
    catalog,
    confirm,
    closing,
    refuseClosed,
    writer: new PartitionedWriter(writers, map, questions),
    claimers: new ClaimersInTurn(
      all.map(({ claimers }) => claimers),
      { giveBack, onQuiet: (partition) => void outbox.look(partition), areApart: isCluster },
    ),
    commit: {
      drain: async (deadlineMs) => void (await Promise.all(all.map(({ commit }) => commit.drain(deadlineMs)))),
      close: (error) => all.forEach(({ commit }) => commit.close(error)),
    },
    settlements: { settle },
    leases: { start: () => all.forEach(({ leases }) => leases.start()), close: () => closeAll('leases') },
    cancels: { start: () => all.forEach(({ cancels }) => cancels.start()), close: () => closeAll('cancels') },
    progress: {
      tell: (spec, value) => of(spec.taskId).progress.tell(spec, value),
      close: () => closeAll('progress'),
    },
    auditor: {
      start: () => {
        all.forEach(({ auditor }) => auditor.start());
        outbox.start();
      },
      close: () => {
        closeAll('auditor');
        outbox.close();
      },
    },
    outcomes,
    schedules: new AllSchedules(
      all.map(({ schedules }) => schedules),
      map,
      binding,
    ),
    states: new AllStates(
      all.map(({ states }) => states),
      map,
      { connection, tags },
    ),
    deadLetters: new AllDeadLetters(
      all.map(({ deadLetters }) => deadLetters),
      map,
    ),
    control: new AllControl(all.map(({ control }) => control)),
    limits: new AllLimits(all.map(({ limits }) => limits)),
    makeGroup: async (members, options) => {
      const plan = placeGroup(groupPlan(members, options), options?.groupId, map);
      const groupId = await makeGroup(
        { connection, tag: of(plan.groupId).tag, markOf: markFor(map.of(plan.groupId)) },
        plan,
      );
      await questions.ask(map.of(groupId));
      return groupId;
    },
    cancel: async (taskId, options) => {
      const answer = await cancelTask(connection, of(taskId).tag, taskId, options);
      lookAfter(taskId);
      return answer;
    },
    progressOf: (taskId) => readProgress(connection, of(taskId).tag, taskId),
    listen: async (wish) => {
      refuseClosed();
      return eachEvent(allEventsReader(tags.map((tag) => askEvents(connection, tag))), closing.signal, wish);
    },
    health: async (): Promise<QueueHealth> =>
      healthOfAll(await Promise.all(all.map((parts) => judgeHealth({ ...parts, name, connection, leaseMs })))),
  };
}

/** A group without an id of its own goes where all of its members are, if they are in one partition. */
function placeGroup(plan: GroupPlan, groupId: string | undefined, map: PartitionMap): GroupPlan {
  const partition = groupId === undefined ? map.ofAll(plan.members) : undefined;
  return partition === undefined ? plan : { ...plan, groupId: map.newIdIn(partition) };
}
