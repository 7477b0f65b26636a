import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';

/** One task of a batch of claims takes long and some throw: the others neither wait for them nor suffer. */
export const slowNeighbours: Scenario = {
  number: 31,
  words: 'a long task and failing ones among many that were claimed together',
  inCi: false,
  rules: { leaseMs: 2_000 },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const long = await producer.enqueue(1, 'work', [15_000]);
    const failing = await producer.enqueue(10, 'failTimes', [2], { retry: { maxAttempts: 3, minDelayMs: 50 } });
    const short = await producer.enqueue(stage.isSmall ? 200 : 1_000, 'work', [10]);
    const worker = await stage.startWorker({ concurrency: 50, queue: { leaseMs: 2_000 } });
    await stage.until('the short ones have ended', settled(short, short.length), 10_000);
    const wasAlone = stage.entries().every((entry) => entry.kind !== 'start' || entry.by === worker.name);
    return { ids: [...long, ...failing, ...short], broken: wasAlone ? [] : ['another worker ran something'] };
  },
};
