import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';

/** Every two seconds one of four workers dies, while there is plenty to do, and three are there; each is replaced. */
export const workersKilledAtRandom: Scenario = {
  number: 3,
  words: 'kill -9 of a random worker every two seconds',
  inCi: false,
  hasRival: true,
  rules: { leaseMs: 2_000 },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer({ atOnce: 64 });
    await using crew = await stage.keepWorkers(4, { concurrency: 10, queue: { leaseMs: 2_000, maxLostLeases: 50 } });
    const ids = producer.order(stage.isSmall ? 1_000 : 10_000, 'work', [25]);
    // Whoever is killed between a settle and its answer logs nothing of it, so some ends are never heard of.
    const over = stage.until('most have ended', settled(ids, 0.95 * ids.length), 300_000).then(() => true);
    for (let isOver = false; !isOver; isOver = await Promise.race([over, sleep(2_000, false)])) {
      if (crew.members.length > 2) await stage.random.pick(crew.members).kill();
    }
    await stage.collect(ids);
    await crew.dismiss();
    return { ids };
  },
};
