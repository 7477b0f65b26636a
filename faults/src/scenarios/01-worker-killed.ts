import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';

/** The lease is renewed every two seconds: a moment within them is a phase. */
const renewEveryMs = 2_000;

/** A worker dies in the middle of a task, at any phase of its lease; an idle one takes the task over. All by default. */
export const workerKilled: Scenario = {
  number: 1,
  words: 'kill -9 of a worker in the middle of a task',
  inCi: true,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const producer = await stage.startProducer();
    const victim = await stage.startWorker();
    const ids = await producer.enqueue(1, 'hangOnce');
    await stage.until('the task runs', started(ids));
    await stage.startWorker();
    await sleep(stage.random.below(renewEveryMs));
    await victim.kill();
    const killedAt = now();
    const again = await stage.until('it runs again', started(ids, 2));
    return { ids, recoveredInMs: [again.at - killedAt] };
  },
};
