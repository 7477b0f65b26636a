import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';

/** Workers are told to stop, once or twice, while Redis is gone or hangs: they end all the same. */
export const terminatedWithoutRedis: Scenario = {
  number: 5,
  words: 'SIGTERM, once and twice, with Redis gone or hung',
  inCi: true,
  hasRival: true,
  async play(stage) {
    const redis = await stage.startRedis();
    const producer = await stage.startProducer();
    const workers = await stage.startWorkers(2, { concurrency: 2, stopMs: 500 });
    const ids = await producer.enqueue(4, 'work', [1_000]);
    await stage.until('a task runs', started(ids));
    const hangs = stage.random.chance(0.5);
    if (hangs) redis.freeze();
    else void redis.outage(6_000);
    const [first, second] = workers;
    first?.terminate();
    second?.terminate();
    second?.terminate();
    await Promise.all(workers.map(({ gone }) => gone));
    if (hangs) redis.thaw();
    else await stage.until('Redis is back', (said) => said.find(({ kind }) => kind === 'healed'));
    await stage.startWorker();
    return { ids };
  },
};
