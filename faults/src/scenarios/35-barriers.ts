import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { GroupPolicy } from '@graflow/taskspec';
import type { Order } from '../participants/settings.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage/stage.ts';
import { allSettled, allStarted } from '../stage/find.ts';

const leaseMs = 2_000;
const once = { retry: { maxAttempts: 1 } };

/** Groups of the same members, and whether each of them opens although two members end without a value. */
const groups: readonly { readonly id: string; readonly policy: GroupPolicy; readonly opens: boolean }[] = [
  { id: 'best-effort', policy: 'best-effort', opens: true },
  { id: 'enough', policy: { atLeast: 10 }, opens: true },
  { id: 'critical', policy: { critical: ['early-0', 'hung'] }, opens: true },
  { id: 'all', policy: 'all', opens: false },
  { id: 'critical-dead', policy: { critical: ['dead'] }, opens: false },
  { id: 'critical-cancelled', policy: { critical: ['cancelled'] }, opens: false },
];

/**
 * Everything that can become of a member: it ends before the group is made, fails for good, is cancelled, loses its worker,
 * or is settled a second time by a worker that slept. The producer dies and another one sends the same; the groups are
 * made twice. Each barrier opens once, and only when all have ended.
 */
export const barriers: Scenario = {
  number: 35,
  words: 'barriers over members that die, sleep, fail and are cancelled',
  inCi: true,
  rules: { leaseMs },
  async play(stage) {
    await stage.startRedis();
    const first = await stage.startProducer();
    await sleepAndDie(stage, first.send);
    await stage.startWorkers(2, { queue: { leaseMs } });
    const { early, late } = members(stage.isSmall ? 30 : 96);
    const ids = [...early, ...late].map(({ id }) => id);
    first.send(early);
    await stage.until('some have ended', allSettled(early.map(({ id }) => id)));
    await makeGroups(stage, ['hung', 'slept', ...ids]);
    const after = groups.map(({ id }): Order => {
      return { id: `after-${id}`, task: 'openBarrier', args: [id], options: { after: [id] } };
    });
    first.send([...after, ...late]);
    await sleep(stage.random.below(60));
    await first.kill();
    const second = await stage.startProducer();
    second.send([...late, ...after]);
    await cancelWhenThere(stage, 'cancelled');
    await makeGroups(stage, ['hung', 'slept', ...ids]);
    const asked = ['hung', 'slept', ...ids, ...after.map(({ id }) => id)];
    await stage.collect(asked);
    return { ids: asked, broken: brokenIn(stage) };
  },
};

/** Two workers with a member each: one dies, the other sleeps for longer than its lease, and wakes up with a value. */
async function sleepAndDie(stage: Stage, send: (orders: readonly Order[]) => void): Promise<void> {
  const workers = await stage.startWorkers(2, { concurrency: 1, queue: { leaseMs } });
  send([
    { id: 'hung', task: 'hangOnce', args: [] },
    { id: 'slept', task: 'work', args: [600] },
  ]);
  await stage.until('both run', allStarted(['hung', 'slept']));
  const hungBy = stage.entries().find((entry) => entry.kind === 'start' && entry.id === 'hung')?.by;
  for (const worker of workers) {
    if (worker.name === hungBy) await worker.kill();
    else {
      worker.freeze();
      setTimeout(() => worker.thaw(), 2 * leaseMs);
    }
  }
}

function members(count: number): { readonly early: readonly Order[]; readonly late: readonly Order[] } {
  const early = Array.from({ length: 10 }, (_, index) => ({ id: `early-${index}`, task: 'work', args: [5] }));
  const late = Array.from({ length: count - 10 }, (_, index) => ({ id: `late-${index}`, task: 'work', args: [20] }));
  const failing = { id: 'dead', task: 'fail', args: [], options: once };
  const waiting = { id: 'cancelled', task: 'work', args: [1], options: { delayMs: 600_000 } };
  return { early, late: [failing, waiting, ...late] };
}

async function makeGroups(stage: Stage, ids: readonly string[]): Promise<void> {
  await using queue = new RedisTaskQueue({ url: stage.redis.url, prefix: 'faults' });
  const isFirst = !stage.entries().some(({ kind }) => kind === 'barrier');
  for (const { id, policy, opens } of groups) {
    await queue.group(ids, { groupId: id, policy, deadlineMs: 60_000 });
    if (isFirst && opens) stage.say({ kind: 'barrier', group: id, members: ids });
  }
}

async function cancelWhenThere(stage: Stage, id: string): Promise<void> {
  await using queue = new RedisTaskQueue({ url: stage.redis.url, prefix: 'faults' });
  while ((await queue.handle(id).cancel()) !== 'cancelled') await sleep(20);
}

/** What stands behind a group that does not open must end with the reason of that, and never run. */
function brokenIn(stage: Stage): readonly string[] {
  const said = stage.entries();
  return groups.flatMap(({ id, opens }) => {
    const outcome = said.find((entry) => entry.kind === 'outcome' && entry.id === `after-${id}`);
    const code = outcome?.kind === 'outcome' ? outcome.code : 'nothing';
    const ran = said.some((entry) => entry.kind === 'barrierFired' && entry.group === id);
    const expected = opens ? undefined : 'GRAFLOW_UPSTREAM_FAILED';
    return code === expected && ran === opens ? [] : [`group ${id}: what is after it ended with ${code ?? 'a value'}`];
  });
}
