import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Entry } from '../log/entry.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted } from '../stage/find.ts';

const leaseMs = 1_000;
const raiseAfterMs = 500;
/** From the lowest priority to the highest, each step after up to twice the time. */
const steps = 4;
/** What a worker claimed that died before it began waits for its lease. */
const graceMs = leaseMs + 2_000;
/** Tasks are raised by claims: where none comes for longer, that time does not count. */
const usualGapMs = 250;

/**
 * More of the highest priority comes than the workers can do, and they die. What has the lowest priority is raised all the
 * same: nothing that came when it must have been among the highest starts before it.
 */
export const agedTasks: Scenario = {
  number: 52,
  words: 'tasks of the lowest priority among more than enough of the highest, workers killed',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis({});
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await queue.limits.set({ raiseAfterMs });
    const producer = await stage.startProducer();
    await using crew = await stage.keepWorkers(2, { concurrency: 2, queue: { leaseMs, maxLostLeases: 50 } });
    const high = [...(await producer.enqueue(100, 'work', [50], { priority: 2 }))];
    const low = await producer.enqueue(10, 'work', [1], { priority: -2 });
    const over = stage.until('all low ones have started', allStarted(low), 120_000).then(() => true);
    let kills = 0;
    for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(1_000, false)])) {
      high.push(...producer.order(100, 'work', [50], { priority: 2 })); // at most some eighty are done in this time
      if (kills++ % 2 === 1 && crew.members.length > 1) await stage.random.pick(crew.members).kill();
    }
    const said = [...stage.entries()];
    const { waiting } = await queue.stats();
    await queue.limits.set({});
    await crew.dismiss();
    await stage.startWorker({ concurrency: 50 });
    const begun = timesOf(said, 'start');
    const came = timesOf(said, 'enqAck');
    const waited = low.map((id) => (begun.get(id) ?? NaN) - (came.get(id) ?? NaN));
    return {
      ids: [...high, ...low],
      recoveredInMs: waited,
      broken: [
        ...low.flatMap((id) => overtakingOf(id, high, begun, came)),
        ...(waiting > 0 ? [] : ['nothing of a higher priority waited: nothing was shown']),
      ],
    };
  },
};

type Times = ReadonlyMap<string, number>;

/** When something was said of each task for the first time. */
function timesOf(said: readonly Entry[], kind: 'start' | 'enqAck'): Times {
  const times = new Map<string, number>();
  for (const entry of said) if (entry.kind === kind && !times.has(entry.id)) times.set(entry.id, entry.at);
  return times;
}

/** What came when a task must have been among the highest, and started before it. */
function overtakingOf(id: string, high: readonly string[], begun: Times, came: Times): readonly string[] {
  const [since = NaN, until = NaN] = [came.get(id), begun.get(id)];
  const starts = [...begun.values()].filter((at) => at >= since && at <= until).toSorted((one, other) => one - other);
  const idleMs = starts.reduce(
    (sum, at, index) => sum + Math.max(0, at - (starts[index - 1] ?? since) - usualGapMs),
    0,
  );
  const raisedAt = since + steps * 2 * raiseAfterMs + idleMs + graceMs;
  const first = high.filter((one) => (came.get(one) ?? 0) > raisedAt && (begun.get(one) ?? Infinity) < until);
  return first.length === 0
    ? []
    : [`${first.length} that came ${Math.round(raisedAt - since)} ms later started before ${id}`];
}
