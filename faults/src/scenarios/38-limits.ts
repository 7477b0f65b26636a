import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Entry } from '../log/entry.ts';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';

const concurrency = 5;
const rate = { count: 20, perMs: 500 };
const leaseMs = 2_000;

/** Workers that could run many more tasks than the queue allows die at random; their places are given to others. */
export const limitsKept: Scenario = {
  number: 38,
  words: 'limits of concurrency and rate while workers are killed',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis();
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await queue.limits.set({ concurrency, rate });
    const producer = await stage.startProducer();
    await using crew = await stage.keepWorkers(3, { concurrency: 8, queue: { leaseMs, maxLostLeases: 50 } });
    const ids = producer.order(stage.isSmall ? 150 : 600, 'work', [100]);
    const over = stage.until('most have ended', settled(ids, 0.9 * ids.length), 300_000).then(() => true);
    for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(2_500, false)])) {
      if (crew.members.length > 1) await stage.random.pick(crew.members).kill();
    }
    await stage.collect(ids);
    await crew.dismiss();
    const said = stage.entries();
    const most = mostAtOnce(said);
    const [starts, allowed] = startsOf(said);
    const broken = [
      ...(most > concurrency ? [`${most} tasks ran at once, ${concurrency} are allowed`] : []),
      ...(starts > allowed ? [`${starts} tasks started, ${allowed} are allowed in this time`] : []),
    ];
    return { ids, broken, notes: [`at most ${most} of ${concurrency} at once, ${starts} of ${allowed} starts`] };
  },
};

/** Three lanes in which one task runs at a time, in order, while what runs there dies with its worker. */
export const lanesKept: Scenario = {
  number: 38.1,
  words: 'serial lanes by key while workers are killed',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis();
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await queue.limits.set({ perKey: { concurrency: 1 } });
    const producer = await stage.startProducer();
    await using crew = await stage.keepWorkers(3, { concurrency: 8, queue: { leaseMs, maxLostLeases: 50 } });
    const lanes: string[][] = [];
    for (const limitKey of ['a', 'b', 'c'])
      lanes.push([...(await producer.enqueue(stage.isSmall ? 30 : 100, 'work', [50], { limitKey }))]);
    const ids = lanes.flat();
    const over = stage.until('most have ended', settled(ids, 0.9 * ids.length), 300_000).then(() => true);
    for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(1_500, false)])) {
      if (crew.members.length > 1) await stage.random.pick(crew.members).kill();
    }
    await stage.collect(ids);
    await crew.dismiss();
    const broken = lanes.flatMap((lane, index) => {
      const own = stage.entries().filter((entry) => !('id' in entry) || lane.includes(entry.id));
      const most = mostAtOnce(own);
      return most > 1 ? [`${most} tasks of lane ${index + 1} ran at once`] : [];
    });
    return { ids, broken, notes: [`${lanes.length} lanes of ${lanes[0]?.length} tasks, one at a time`] };
  },
};

/** How many tasks ran at the same time; what ran in a worker that was killed ended then. */
function mostAtOnce(said: readonly Entry[]): number {
  const running = new Map<string, string>();
  let most = 0;
  for (const entry of [...said].sort((one, other) => one.at - other.at)) {
    if (entry.kind === 'start') running.set(entry.run, entry.by);
    if (entry.kind === 'end') running.delete(entry.run);
    if (entry.kind === 'injured') for (const [run, by] of running) if (by === entry.who) running.delete(run);
    most = Math.max(most, running.size);
  }
  return most;
}

/** How many tasks started, and how many may in the time between the first and the last of them. */
function startsOf(said: readonly Entry[]): readonly [starts: number, allowed: number] {
  const times = said.flatMap((entry) => (entry.kind === 'start' ? [entry.at] : [])).sort((one, other) => one - other);
  const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return [times.length, (Math.ceil(tookMs / rate.perMs) + 1) * rate.count];
}
