import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';

const leaseMs = 2_000;

/** The whole machine stands still for three leases, as when its host pauses it. Nobody may be taken for poison. */
export const everythingPaused: Scenario = {
  number: 19,
  words: 'Redis and all workers paused together for three leases',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const redis = await stage.startRedis();
    const producer = await stage.startProducer();
    const workers = await stage.startWorkers(3, { queue: { leaseMs } });
    const ids: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const some = producer.order(30, 'work', [400]);
      ids.push(...some);
      await stage.until('work has begun', started(some));
      for (const worker of workers) worker.freeze();
      redis.freeze();
      await sleep(3 * leaseMs);
      const thaws = [...workers.map((worker) => () => worker.thaw()), () => redis.thaw()];
      for (const thaw of stage.random.shuffle(thaws)) thaw();
    }
    await stage.collect(ids);
    const poison = stage.entries().filter((entry) => entry.kind === 'outcome' && entry.code === 'GRAFLOW_TASK_POISON');
    return { ids, broken: poison.map(() => 'a task was taken for poison') };
  },
};
