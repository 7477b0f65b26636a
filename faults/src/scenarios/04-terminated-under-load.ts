import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';

/** A worker is told to stop under load: what is short ends, what is long is given back and starts elsewhere at once. */
export const terminatedUnderLoad: Scenario = {
  number: 4,
  words: 'SIGTERM under load',
  inCi: true,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const stopped = await stage.startWorker({ concurrency: 8, stopMs: 500 });
    const short = await producer.enqueue(stage.isSmall ? 200 : 2_000, 'work', [20]);
    const long = await producer.enqueue(4, 'hangAt', [stopped.name], { priority: 1 });
    await stage.until('a few have ended', settled(short, 20));
    await stage.until('the long ones run', (said) => {
      const running = said.filter((entry) => entry.kind === 'start' && long.includes(entry.id));
      return running.length === long.length || undefined;
    });
    await stage.startWorker({ concurrency: 8 });
    stopped.terminate();
    await stopped.gone;
    const goneAt = now();
    const again = await stage.until('a long one runs again', (said) =>
      said.find((entry) => entry.kind === 'start' && long.includes(entry.id) && entry.by !== stopped.name),
    );
    const attempts = stage.entries().flatMap((entry) => (entry.kind === 'start' ? [entry.attempt] : []));
    const broken = attempts.some((attempt) => attempt > 1) ? ['giving back burnt an attempt'] : [];
    return { ids: [...short, ...long], recoveredInMs: [Math.max(0, again.at - goneAt)], broken };
  },
};
