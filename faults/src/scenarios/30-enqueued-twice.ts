import type { Scenario } from '../scenario.ts';
import { allSettled, started } from '../stage/find.ts';

/** The same ids from many producers, while their tasks wait, run, have ended and are dead: one run each. */
export const enqueuedTwice: Scenario = {
  number: 30,
  words: 'the same ids from many producers, in every state',
  inCi: true,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const producers = await Promise.all(Array.from({ length: stage.isSmall ? 3 : 8 }, () => stage.startProducer()));
    const orders = Array.from({ length: stage.isSmall ? 300 : 2_000 }, (_, index) => {
      const fails = stage.random.chance(0.1);
      const options = { retry: { maxAttempts: 1 } };
      return {
        id: `order-${index}`,
        task: fails ? 'fail' : 'work',
        args: fails ? [] : [stage.random.below(30)],
        options,
      };
    });
    const ids = orders.map(({ id }) => id);
    const sendAll = (): void => producers.forEach((producer) => producer.send(stage.random.shuffle(orders)));
    const ackedTimes = (times: number) =>
      stage.until('all producers heard yes', (said) =>
        said.filter(({ kind }) => kind === 'enqAck').length >= times * ids.length * producers.length ? true : undefined,
      );
    sendAll(); // while they wait
    await ackedTimes(1);
    await stage.startWorkers(2);
    await stage.until('work has begun', started(ids));
    sendAll(); // while they run
    await ackedTimes(2);
    await stage.until('all have ended', allSettled(ids));
    sendAll(); // now that they have ended, or are dead
    await ackedTimes(3);
    await stage.collect(ids);
    const starts = stage.entries().filter(({ kind }) => kind === 'start').length;
    return { ids, broken: starts === ids.length ? [] : [`${ids.length} ids were started ${starts} times`] };
  },
};
