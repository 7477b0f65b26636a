import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

/** What is asked arrives and what Redis answers does not, now for the producer, now for a worker. */
export const repliesLost: Scenario = {
  number: 13,
  words: 'requests arrive, replies do not: enqueue, claim, settle',
  inCi: true,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const [near, far] = [await stage.openProxy(), await stage.openProxy()];
    const producer = await stage.startProducer({ via: near, queue: { commandTimeoutMs: 1_000 } });
    const worker = await stage.startWorker({ via: far, queue: { commandTimeoutMs: 1_000 } });
    await stage.startWorker();
    const ids: string[] = [];
    for (let round = 0; round < (stage.isSmall ? 3 : 10); round += 1) {
      ids.push(...producer.order(40, 'work', [stage.random.between(1, 100)]));
      const [proxy, who] = stage.random.chance(0.5) ? [near, producer.name] : [far, worker.name];
      await sleep(stage.random.below(100));
      stage.say({ kind: 'injured', who, how: 'no replies' });
      proxy.let({ stallsReplies: true });
      await sleep(stage.random.between(500, 2_500));
      proxy.reset(); // what was answered is lost for good
      proxy.let({});
      stage.say({ kind: 'healed', who });
    }
    await stage.until('all is enqueued', (said) => {
      const acked = new Set(said.flatMap((entry) => (entry.kind === 'enqAck' ? [entry.id] : [])));
      return ids.every((id) => acked.has(id)) || undefined;
    });
    return { ids };
  },
};
