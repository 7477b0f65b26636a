import { setTimeout as sleep } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted, started } from '../stage/find.ts';

/** How long what was claimed before the pause may take to say that it starts. */
const onItsWayMs = 500;

/** A queue is paused; a worker and then Redis are killed meanwhile: nothing starts until it is resumed. */
export const paused: Scenario = {
  number: 39,
  words: 'pause, kill -9 of a worker and of Redis, resume',
  inCi: true,
  rules: { liveWithinMs: 20_000 },
  async play(stage) {
    const redis = await stage.startRedis({ appendOnly: true, args: ['--appendfsync', 'always'] });
    const producer = await stage.startProducer();
    const victim = await stage.startWorker({ concurrency: 1, queue: { leaseMs: 1_000 } });
    const ids = [...(await producer.enqueue(1, 'hangOnce'))];
    await stage.until('the task runs', started(ids));
    await stage.startWorkers(2, { queue: { leaseMs: 1_000 } });

    await using queue = new RedisTaskQueue({ url: redis.url, prefix: 'faults' });
    await queue.pause();
    const pausedAt = now();
    ids.push(...(await producer.enqueue(stage.isSmall ? 20 : 200, 'work', [1])));
    ids.push(...(await producer.enqueue(10, 'work', [1], { delayMs: 200 })));
    await victim.kill();
    await sleep(1_500 + stage.random.below(1_000)); // its lease ends meanwhile
    await redis.outage(stage.random.below(500));
    await sleep(1_000 + stage.random.below(1_000));

    const resumedAt = now();
    await queue.resume();
    await stage.until('all have started', allStarted(ids), 30_000);
    await stage.collect(ids);
    const starts = stage.entries().filter(({ kind }) => kind === 'start');
    const early = starts.filter(({ at }) => at > pausedAt + onItsWayMs && at < resumedAt);
    const first = starts.find(({ at }) => at >= resumedAt)?.at ?? Infinity;
    return {
      ids,
      recoveredInMs: [first - resumedAt],
      broken: early.map(({ by }) => `${by} started a task while paused`),
    };
  },
};
