import type { Scenario } from '../scenario.ts';
import { allSettled } from '../stage/find.ts';

/** A long backlog, of several priorities, and one worker that takes one task after the other. */
export const backlog: Scenario = {
  number: 32,
  words: 'a backlog is drained in the order of priorities and enqueues',
  inCi: false,
  rules: { ordered: true },
  async play(stage) {
    await stage.startRedis({});
    const producer = await stage.startProducer({ atOnce: 1 });
    const count = stage.isSmall ? 300 : 5_000;
    const orders = Array.from({ length: count }, (_, index) => {
      return { id: `t${index}`, task: 'work', args: [0], options: { priority: stage.random.between(-2, 2) } };
    });
    producer.send(orders);
    const ids = orders.map(({ id }) => id);
    await stage.until('all is enqueued', (said) =>
      said.filter(({ kind }) => kind === 'enqAck').length === count ? true : undefined,
    );
    await stage.startWorker({ concurrency: 1 });
    await stage.until('the backlog is gone', allSettled(ids), 120_000);
    return { ids };
  },
};
