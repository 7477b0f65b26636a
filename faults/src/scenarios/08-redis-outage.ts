import type { Scenario } from '../scenario.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import { injuriesIn } from '../checker/injuries.ts';
import { settled } from '../stage/find.ts';

const outage = (number: number, seconds: number, inCi: boolean, tls = false): Scenario => ({
  number,
  words: `${seconds} s without Redis${tls ? ', behind TLS' : ''}`,
  inCi,
  hasRival: true,
  async play(stage) {
    const redis = await stage.startRedis({ appendOnly: true, tls });
    const producer = await stage.startProducer();
    await stage.startWorkers(2);
    const before = await producer.enqueue(40, 'work', [50]);
    await stage.until('a part has ended', settled(before, 10));
    const away = redis.outage(seconds * 1_000);
    const during = producer.order(20, 'work', [5]);
    await away;
    const ids = [...before, ...during];
    const [injury] = injuriesIn({ entries: stage.entries() });
    const resumed = await stage.until('work goes on', (said) => {
      const ms = injury ? resumedAfter({ entries: said }, injury) : Infinity;
      return ms < Infinity ? ms : undefined;
    });
    return { ids, recoveredInMs: [resumed] };
  },
});

/** Redis is away for a while, shorter and longer than a lease; nobody is restarted. */
export const outages: readonly Scenario[] = [
  outage(8.1, 1, false),
  outage(8.3, 3, true),
  outage(8.6, 6, false),
  outage(8.12, 12, true),
  outage(8.35, 35, false),
  outage(8.301, 3, false, true),
  outage(8.1201, 12, false, true),
];
