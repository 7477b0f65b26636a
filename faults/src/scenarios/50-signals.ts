import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Order } from '../participants/settings.ts';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { killWhile } from '../stage/kill-while.ts';

const leaseMs = 1_000;
const names = ['north', 'south', 'east'];

/** Tasks tell each other values while their workers die: each value comes to one of those who wait for it, and to it alone. */
export const signalsKept: Scenario = {
  number: 50,
  words: 'signals between tasks while workers of both sides are killed',
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const { url } = await stage.startRedis({});
    const producer = await stage.startProducer();
    const pairs = Array.from({ length: stage.isSmall ? 40 : 300 }, (_, index): readonly [Order, Order] => {
      const name = stage.random.pick(names);
      const [hears, tells] = [stage.random.below(200), stage.random.below(200)];
      return [
        { id: `hear-${index}`, task: 'hear', args: [name, hears] },
        { id: `tell-${index}`, task: 'tell', args: [name, index, tells] },
      ];
    });
    const orders = pairs.flat();
    const ids = orders.map(({ id }) => id);
    // One who waits keeps its slot, so there must be more slots than those who wait.
    const wish = { concurrency: pairs.length, queue: { leaseMs, maxLostLeases: 50 } };
    await using crew = await stage.keepWorkers(3, wish);
    producer.send(stage.random.shuffle(orders));
    await killWhile(stage.until('most have ended', settled(ids, 0.9 * ids.length), 240_000), crew, {
      random: stage.random,
      everyMs: 700,
    });
    await stage.collect(ids);
    await crew.dismiss();
    await using queue = new RedisTaskQueue({ url, prefix: 'faults' });
    const heard = await Promise.all(pairs.map(([hear]) => queue.handle(hear.id).result({ timeoutMs: 10_000 })));
    const values = new Set(heard);
    const wrong = pairs.flatMap(([hear], index) => {
      const [name, from] = [hear.args[0], pairs[heard[index] as number]?.[1].args[0]];
      return name === from ? [] : [`${hear.id} waits for ${String(name)} and heard of ${String(from)}`];
    });
    const again = stage.entries().filter((entry) => entry.kind === 'start' && entry.attempt > 1).length;
    return {
      ids,
      broken: [...wrong, ...(values.size === pairs.length ? [] : [`${pairs.length} were told ${values.size} values`])],
      notes: [`${again} attempts after the first`],
    };
  },
};
