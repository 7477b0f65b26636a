import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';

/** Redis reaches `maxmemory` and refuses to take more: producers hear of it, workers go on, and it goes away by itself. */
export const outOfMemory: Scenario = {
  number: 22,
  words: 'maxmemory reached, then freed',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
    const producer = await stage.startProducer();
    await using look = lookInto(redis.url);
    const before = await producer.enqueue(200, 'work', [10]);
    await look.client.config('SET', 'maxmemory', '1mb');
    const refused = producer.order(50, 'work', [10]);
    const codes = await stage.until('a producer hears of it', (said) => {
      const found = said.flatMap((entry) => (entry.kind === 'enqFailed' ? [entry.code] : []));
      return found.length > 0 ? found : undefined;
    });
    await stage.startWorkers(2);
    await stage.until('the work goes on without memory', settled(before, before.length));
    await look.client.config('SET', 'maxmemory', '0');
    await sleep(100);
    const broken = codes.filter((code) => code !== 'GRAFLOW_REDIS_REFUSED').map((code) => `a producer heard ${code}`);
    return { ids: [...before, ...refused], broken };
  },
};
