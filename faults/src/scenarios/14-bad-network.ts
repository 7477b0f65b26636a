import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

/** The way to Redis is slow, comes in crumbs, and breaks now and then. */
export const badNetwork: Scenario = {
  number: 14,
  words: '200 ms late, in crumbs, and reset at random',
  inCi: false,
  async play(stage) {
    await stage.startRedis();
    const proxies = await Promise.all([stage.openProxy(), stage.openProxy()]);
    const [first, second] = proxies;
    const producer = await stage.startProducer({ via: first });
    const workers = [await stage.startWorker({ via: first }), await stage.startWorker({ via: second })];
    const ids = producer.order(stage.isSmall ? 100 : 1_000, 'work', [50]);
    for (let turn = 0; turn < (stage.isSmall ? 4 : 20); turn += 1) {
      const place = stage.random.below(2);
      const who = workers[place]?.name ?? '';
      stage.say({ kind: 'injured', who, how: 'bad network' });
      proxies[place]?.let({ delayMs: stage.random.between(50, 200), pieceBytes: stage.random.between(200, 2_000) });
      await sleep(stage.random.between(500, 2_000));
      if (stage.random.chance(0.5)) proxies[place]?.reset();
      proxies[place]?.let({});
      stage.say({ kind: 'healed', who });
    }
    return { ids };
  },
};
