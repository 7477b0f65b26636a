import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';

const timeoutMs = 500;

const endless = (number: number, isolation: 'thread' | 'process'): Scenario => ({
  number,
  words: `an endless loop with a timeout, isolation ${isolation}`,
  inCi: false,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    await stage.startWorker({ concurrency: 1, isolation });
    const options = { timeoutMs, retry: { maxAttempts: 1 } };
    const loops = await producer.enqueue(stage.isSmall ? 2 : 5, 'block', [600_000], options);
    const good = await producer.enqueue(10, 'work', [5]);
    const askedAt = now();
    await stage.collect([...loops, ...good], 60_000);
    const wrong = stage.entries().flatMap((entry) => {
      if (entry.kind !== 'outcome') return [];
      const due = loops.includes(entry.id) ? 'GRAFLOW_TASK_TIMEOUT' : undefined;
      return entry.code === due ? [] : [`a task ended with ${entry.code ?? entry.state}`];
    });
    return { ids: [], recoveredInMs: [(now() - askedAt) / loops.length], broken: wrong };
  },
});

/** A task never gives its event loop back: it is killed after its timeout, and its slot is free again. */
export const endlessLoop: readonly Scenario[] = [endless(17, 'thread'), endless(17.1, 'process')];
