import { setTimeout as sleep } from 'node:timers/promises';
import { driftOf } from '../checker/drift.ts';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { followOutcomes } from '../stage/follow-outcomes.ts';
import type { Stage } from '../stage/stage.ts';

const fullMs = 30 * 60_000;
const smallMs = 90_000;
const ordersPerSecond = 200;
const sampleEveryMs = 5_000;
/** Outcomes are read as they come, so a minute is enough for the longest outage. */
const resultTtlMs = 60_000;
const workTimesMs = [1, 10, 50, 100, 500, 2_000];
/** Of four workers: the orders keep some ninety slots busy, and Redis is away for a seventh of the time. */
const concurrency = 50;

/** Half an hour of steady work while a monkey restarts Redis and kills workers: nothing is lost, and nothing grows. */
export const soak: Scenario = {
  number: 43,
  words: 'steady work; Redis killed every 5-10 s, a worker every 30 s',
  inCi: false,
  takesLong: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer({ atOnce: 64 });
    const veteran = await stage.startWorker({ concurrency, queue: { maxLostLeases: 20 } });
    await using crew = await stage.keepWorkers(3, { concurrency, queue: { maxLostLeases: 20 } });
    await using outcomes = followOutcomes(stage);
    const over = AbortSignal.timeout(stage.isSmall ? smallMs : fullMs);
    const startedAt = now();
    let orders = 0;
    const counts = { redis: 0, workers: 0 };

    await Promise.all([
      every(over, 100, () => {
        const due = Math.floor(((now() - startedAt) * ordersPerSecond) / 1_000) - orders;
        orders += due;
        outcomes.follow(producer.order(due, 'work', [stage.random.pick(workTimesMs)], { resultTtlMs }));
      }),
      every(
        over,
        () => stage.random.between(5_000, 10_000),
        async () => {
          await stage.redis.outage(stage.random.between(0, 2_000));
          counts.redis += 1;
        },
      ),
      every(over, 30_000, async () => {
        await stage.random.pick(crew.members).kill();
        counts.workers += 1;
      }),
      every(over, sampleEveryMs, () => sample(stage, [producer, veteran])),
    ]);
    await outcomes.all();
    await crew.dismiss();

    const drifts = ['redis', producer.name, veteran.name].map((of) => driftOf({ entries: stage.entries() }, of));
    return {
      ids: [],
      broken: stage.isSmall ? [] : drifts.filter(({ isFlat }) => !isFlat).map(({ words }) => words),
      notes: [
        `${orders} tasks, ${counts.redis} kills of Redis, ${counts.workers} kills of a worker`,
        ...drifts.map(({ words }) => words),
      ],
    };
  },
};

/** Does something again and again until the time is over; what is under way then is awaited. */
async function every(over: AbortSignal, pauseMs: number | (() => number), act: () => Promise<void> | void) {
  while (!over.aborted) {
    await sleep(typeof pauseMs === 'number' ? pauseMs : pauseMs(), undefined, { signal: over }).catch(() => undefined);
    if (!over.aborted) await act();
  }
}

/** Notes what Redis uses, and asks participants to note what they keep. */
async function sample(stage: Stage, participants: readonly { tell(message: object): void }[]): Promise<void> {
  for (const participant of participants) participant.tell({ sample: true });
  await stage.noteMemory('during');
}
