import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

/** A producer dies while it enqueues; another one enqueues the same ids again. Each task runs once. */
export const producerKilled: Scenario = {
  number: 47,
  words: 'kill -9 of a producer in the middle of its tasks',
  inCi: false,
  async play(stage) {
    await stage.startRedis();
    await stage.startWorkers(2);
    const orders = Array.from({ length: stage.isSmall ? 500 : 10_000 }, (_, index) => {
      return { id: `order-${index}`, task: 'work', args: [1] };
    });
    const first = await stage.startProducer();
    first.send(orders);
    await sleep(stage.random.between(5, 150));
    await first.kill();
    const second = await stage.startProducer();
    second.send(orders);
    const ids = orders.map(({ id }) => id);
    await stage.until('all is enqueued', (said) => {
      const acked = said.filter((entry) => entry.kind === 'enqAck' && entry.by === second.name).length;
      return acked === ids.length ? true : undefined;
    });
    await stage.collect(ids);
    const starts = stage.entries().filter(({ kind }) => kind === 'start').length;
    return { ids, broken: starts === ids.length ? [] : [`${ids.length} ids were started ${starts} times`] };
  },
};
