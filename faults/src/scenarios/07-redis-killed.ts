import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import { injuriesIn } from '../checker/injuries.ts';
import { settled } from '../stage/find.ts';
import type { Stage } from '../stage/stage.ts';

const play = (sync: 'always' | 'everysec') => async (stage: Stage) => {
  const redis = await stage.startRedis({ appendOnly: true, args: ['--appendfsync', sync] });
  const producer = await stage.startProducer();
  await stage.startWorkers(2, { concurrency: 15 });
  const ids = producer.order(stage.isSmall ? 600 : 2_000, 'work', [20]);
  await stage.until('a part has ended', settled(ids, stage.random.between(50, 200)));
  await redis.outage(stage.random.between(0, 1_500));
  await sleep(500);
  const [outage] = injuriesIn({ entries: stage.entries() });
  await stage.until('work goes on', (said) =>
    outage && resumedAfter({ entries: said }, outage) < Infinity ? true : undefined,
  );
  return { ids, recoveredInMs: outage ? [resumedAfter({ entries: stage.entries() }, outage)] : [] };
};

/** Redis is killed and comes back while tasks are enqueued and run; it syncs its log every second. */
export const redisKilled: Scenario = {
  number: 7,
  words: 'kill -9 of Redis under load, log synced every second',
  inCi: true,
  hasRival: true,
  // What was acknowledged in the last second may be gone; a slow sync lets Redis wait for two.
  rules: { forgetsMs: 2_000 },
  play: play('everysec'),
};

/** The same with each write synced: nothing may be lost at all. */
export const redisKilledSynced: Scenario = {
  number: 7.1,
  words: 'kill -9 of Redis under load, each write synced',
  inCi: false,
  hasRival: true,
  play: play('always'),
};
