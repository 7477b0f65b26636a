import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Entry } from '../log/entry.ts';
import { now } from '../log/now.ts';
import { percentile } from '../report/percentile.ts';
import type { Scenario } from '../scenario.ts';
import { allSettled } from '../stage/find.ts';
import { usedMemory } from '../stage/redis-look.ts';

/** How long the tasks may take to be enqueued before the instant at which all are due. */
const aheadMs = { small: 3_000, full: 20_000 };
/** A queue counts in whole milliseconds. */
const roundingMs = 1;
const tenYearsMs = 10 * 365 * 86_400_000;

/** Many tasks are due at one instant, others after no time, a millisecond, or at random: none starts before its time. */
export const delayed: Scenario = {
  number: 33,
  words: 'many tasks due at one instant; delays of 0, 1 ms and at random',
  inCi: true,
  hasRival: true,
  async play(stage) {
    const { url } = await stage.startRedis({});
    const producer = await stage.startProducer({ atOnce: 64 });
    const [many, few] = stage.isSmall ? [500, 30] : [10_000, 200];
    const before = (await usedMemory(url)) ?? 0;
    const dueAt = Date.now() + aheadMs[stage.isSmall ? 'small' : 'full'];
    const instant = now() + dueAt - Date.now();
    const together = await producer.enqueue(many, 'work', [0], { runAt: dueAt });
    const perId = (((await usedMemory(url)) ?? 0) - before) / many;
    const wasLate = now() > instant;
    await stage.startWorkers(2, { concurrency: 20 });
    const delays = Array.from({ length: few }, () => stage.random.pick([0, 1, stage.random.below(2_000)]));
    const alone = delays.map((delayMs) => producer.order(1, 'work', [0], { delayMs })[0] as string);
    const ids = [...together, ...alone];
    await stage.until('all have ended', allSettled(ids), 120_000);
    const said = stage.entries();
    const dues = new Map([...together.map((id) => [id, instant] as const), ...duesOf(said, alone, delays)]);
    const late = latenessOf(said, dues);
    const ofInstant = together.flatMap((id) => late.get(id) ?? []);
    return {
      ids,
      broken: [
        ...(wasLate ? ['the tasks were not there before they were due: give them more time'] : []),
        ...[...late].filter(([, ms]) => ms < -roundingMs).map(([id, ms]) => `${id} started ${-ms} ms before its time`),
      ],
      notes: [
        `${many} due at once: late p50 ${at(ofInstant, 0.5)}, p99 ${at(ofInstant, 0.99)} ms; ${Math.round(perId)} bytes each in Redis`,
      ],
    };
  },
};

/** What lies ten years ahead waits and can be cancelled; what lies behind runs at once, and a delay below nothing is refused. */
export const delayedStrangely: Scenario = {
  number: 33.1,
  words: 'delays of ten years, of less than nothing, and times that are over',
  inCi: true,
  async play(stage) {
    const { url } = await stage.startRedis({});
    const producer = await stage.startProducer();
    await stage.startWorker();
    const [far = ''] = await producer.enqueue(1, 'work', [0], { delayMs: tenYearsMs });
    const over = await producer.enqueue(10, 'work', [0], { runAt: Date.now() - tenYearsMs });
    const wrong = await stage.startProducer({ atOnce: 1 });
    const [refused = ''] = wrong.order(1, 'work', [0], { delayMs: -stage.random.between(1, 1_000) });
    const code = await stage.until('the producer refuses', (said) =>
      said.flatMap((entry) => (entry.kind === 'enqFailed' && entry.id === refused ? [entry.code] : [])).at(0),
    );
    await wrong.kill(); // it would ask for ever
    await stage.until('what was due long ago has ended', allSettled(over));
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    await sleep(stage.random.below(500));
    const { delayed: waiting } = await queue.stats();
    const answer = await queue.handle(far).cancel();
    const ran = stage.entries().some((entry) => entry.kind === 'start' && (entry.id === far || entry.id === refused));
    return {
      ids: [far, ...over],
      broken: [
        ...(code === 'GRAFLOW_OPTION_INVALID' ? [] : [`a delay below nothing was told ${code}`]),
        ...(waiting === 1 && answer === 'cancelled' ? [] : [`ten years: ${waiting} delayed, and ${answer}`]),
        ...(ran ? ['a task ran that was not due'] : []),
      ],
    };
  },
};

/** A delay counts from the moment in which it is asked for, at the earliest. */
function duesOf(said: readonly Entry[], ids: readonly string[], delays: readonly number[]) {
  const asked = new Map(said.flatMap((entry) => (entry.kind === 'enq' ? [[entry.id, entry.at]] : [])));
  return ids.map((id, index) => [id, (asked.get(id) ?? Infinity) + (delays[index] ?? 0)] as const);
}

/** How long after its time each task started, in milliseconds. */
function latenessOf(said: readonly Entry[], dues: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map(
    said.flatMap((entry) => {
      const due = entry.kind === 'start' ? dues.get(entry.id) : undefined;
      return entry.kind === 'start' && due !== undefined ? [[entry.id, entry.at - due]] : [];
    }),
  );
}

const at = (late: readonly number[], share: number): string => (percentile(late, share) ?? NaN).toFixed(0);
