import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startCluster } from '@graflow-tooling/redis-server';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { injurableRedis, type InjurableRedis } from '../injuries/injurable-redis.ts';
import type { Order } from '../participants/settings.ts';
import type { Random } from '../plan/random.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted, settled } from '../stage/find.ts';
import { injureOnTheWay } from '../stage/injure-on-the-way.ts';
import { lookAcross } from '../stage/look-across.ts';
import type { Stage } from '../stage/stage.ts';

const leaseMs = 1_000;
const partitions = 4;

/** Tasks that belong together. Nobody chose where their ids lead, so they lie in all partitions. */
interface Family {
  readonly members: readonly Order[];
  readonly group: string;
  /** Whether the group opens: all of its members end with a value. */
  readonly opens: boolean;
  /** What runs behind the group. */
  readonly behind: Order;
  /** Takes the values of two members. */
  readonly taker: Order;
  /** Leaves follow-ups in other partitions, and which. */
  readonly spreader: Order;
  readonly followUps: readonly string[];
}

/**
 * Groups, values and follow-ups whose tasks lie in different partitions of one queue, while Redis and workers are killed, and workers frozen, at
 * moments in which one partition has something for another one: no barrier opens early, nothing is lost on the way, and what
 * is carried twice counts once.
 */
const variant = (
  number: number,
  where: string,
  start: (stage: Stage) => Promise<readonly InjurableRedis[]>,
): Scenario => ({
  number,
  words: `groups, values and follow-ups across partitions ${where}, workers frozen, they and Redis killed on the way`,
  inCi: false,
  rules: { leaseMs, liveWithinMs: 10_000 },
  async play(stage) {
    const servers = await start(stage);
    const producer = await stage.startProducer();
    const queue = { leaseMs, maxLostLeases: 50 };
    await using crew = await stage.keepWorkers(3, { concurrency: 8, queue });
    const families = Array.from({ length: stage.isSmall ? 15 : 100 }, (_, index) => familyOf(index, stage.random));
    const orders = families.flatMap(({ members, behind, taker, spreader }) => [...members, behind, taker, spreader]);
    const [ids, followUps] = [orders.map(({ id }) => id), families.flatMap((family) => family.followUps)];
    producer.send(stage.random.shuffle(orders));
    const grouping = makeGroups(stage, families);
    const coming = grouping.then(() => stage.until('most have ended', settled(ids, 0.9 * ids.length), 240_000));
    const left = await injureOnTheWay(stage, crew, { coming, servers });
    await stage.collect(ids);
    const haveRun = stage.until('the follow-ups have run', allStarted(followUps), 20_000).then(() => []);
    const lost = await haveRun.catch((error: Error) => [error.message]);
    await crew.dismiss();
    const again = stage.entries().filter((entry) => entry.kind === 'start' && entry.attempt > 1).length;
    return {
      ids,
      broken: [...lost, ...(await brokenIn(stage, families))],
      notes: [`${left} left on the way by kills of Redis, ${again} attempts after the first`],
    };
  },
});

/** The partitions on one server, and on the masters of a cluster: there one of them is gone while the others go on. */
export const acrossPartitions: readonly Scenario[] = [
  variant(36, 'of one server', async (stage) => [await stage.startRedis({ appendOnly: true }, partitions)]),
  variant(36.1, 'of a cluster', async (stage) => {
    const cluster = await startCluster({ appendOnly: true });
    const [master] = cluster.servers;
    const place = { cluster: cluster.nodes, connection: cluster.access, partitions };
    stage.standOn({ place, master: async () => master as RedisServer }, () => cluster.stop());
    return cluster.servers.map((server) => injurableRedis(server, stage.say));
  }),
];

function familyOf(index: number, random: Random): Family {
  const opens = random.chance(0.8);
  const members = Array.from({ length: random.between(2, 6) }, (_, place): Order => {
    return { id: `m${place}-${index}`, task: 'work', args: [random.below(40)] };
  });
  if (!opens) members.push({ id: `dead-${index}`, task: 'fail', args: [], options: { retry: { maxAttempts: 1 } } });
  const group = `g-${index}`;
  const followUps = Array.from({ length: random.between(1, 4) }, (_, place) => `f${place}-${index}`);
  return {
    members,
    group,
    opens,
    followUps,
    behind: { id: `behind-${index}`, task: 'openBarrier', args: [group], options: { after: [group] } },
    taker: { id: `taker-${index}`, task: 'echo', args: [], takes: [`m0-${index}`, `m1-${index}`] },
    spreader: { id: `spread-${index}`, task: 'spread', args: [followUps, random.below(20)] },
  };
}

/** Makes each group at a moment of its own, before its members are there, while they run, or when they have ended. */
async function makeGroups(stage: Stage, families: readonly Family[]): Promise<void> {
  await using queue = new RedisTaskQueue({ ...stage.place, prefix: 'faults' });
  for (const { group, members, opens } of families) {
    const ids = members.map(({ id }) => id);
    if (opens) stage.say({ kind: 'barrier', group, members: ids });
    const make = (): Promise<boolean> =>
      queue.group(ids, { groupId: group, deadlineMs: 240_000 }).then(
        () => true,
        () => false, // Redis is away; made twice it is one group
      );
    while (!(await make())) await sleep(50);
    await sleep(stage.random.below(40));
  }
}

/** Each task must have ended as its family says, with the values that it took, and nothing may be left on the way. */
async function brokenIn(stage: Stage, families: readonly Family[]): Promise<readonly string[]> {
  await using queue = new RedisTaskQueue({ ...stage.place, prefix: 'faults' });
  await using look = lookAcross(stage.place);
  const endOf = (id: string): Promise<unknown> =>
    queue
      .handle(id)
      .result({ timeoutMs: 10_000 })
      .catch(({ code }: { readonly code?: unknown }) => code);
  const found = families.map(async ({ members, opens, behind, taker }) => {
    const [first, second] = members.map(({ args }) => args[0]);
    const [taken, opened] = [await endOf(taker.id), await endOf(behind.id)];
    const takes = JSON.stringify([first, second]);
    return [
      ...(JSON.stringify(taken) === takes ? [] : [`${taker.id} took ${JSON.stringify(taken)} and not ${takes}`]),
      ...((opened === 'GRAFLOW_UPSTREAM_FAILED') === opens ? [`${behind.id} ended with ${String(opened)}`] : []),
    ];
  });
  const left = await look.onItsWay();
  return [...(await Promise.all(found)).flat(), ...(left === 0 ? [] : [`${left} were never carried over`])];
}
