import type { Scenario } from '../scenario.ts';
import { lookInto } from '../stage/redis-look.ts';

/** Workers are replaced one after the other under load, round after round. */
export const rollingRestart: Scenario = {
  number: 6,
  words: 'rolling restart of all workers under load',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis();
    const producer = await stage.startProducer();
    const wish = { concurrency: 4, stopMs: 1_000 };
    const [count, rounds] = stage.isSmall ? [2, 2] : [6, 5];
    const workers = [...(await stage.startWorkers(count, wish))];
    const ids: string[] = [];
    for (let turn = 0; turn < count * rounds; turn += 1) {
      ids.push(...producer.order(100, 'work', [stage.random.between(1, 100)]));
      workers.shift()?.terminate();
      workers.push(await stage.startWorker(wish));
    }
    await stage.collect(ids);
    await using look = lookInto(redis.url);
    const clients = Number(/connected_clients:(\d+)/.exec(await look.client.info('clients'))?.[1]);
    const broken = clients <= (count + 4) * 5 ? [] : [`${clients} connections are left`];
    const burnt = stage.entries().some((entry) => entry.kind === 'start' && entry.attempt > 1);
    return { ids, broken: burnt ? [...broken, 'a restart burnt an attempt'] : broken };
  },
};
