import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { allSettled, started } from '../stage/find.ts';

const leaseMs = 2_000;

/** A worker sleeps for three leases and wakes up with a result that is not wanted any more. */
export const workerFrozen: Scenario = {
  number: 18,
  words: 'SIGSTOP of a worker for three leases, then SIGCONT',
  inCi: true,
  hasRival: true,
  rules: { leaseMs },
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const zombie = await stage.startWorker({ queue: { leaseMs } });
    const ids = await producer.enqueue(4, 'work', [500]);
    await stage.until('a task runs', started(ids));
    await sleep(stage.random.below(400));
    zombie.freeze();
    await stage.startWorker({ queue: { leaseMs } });
    await sleep(3 * leaseMs);
    await stage.until('others did the work', allSettled(ids));
    zombie.thaw();
    await sleep(1_000);
    const after = await producer.enqueue(8, 'work', [50]);
    return { ids: [...ids, ...after] };
  },
};
