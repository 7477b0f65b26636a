import type { Scenario } from '../scenario.ts';
import { settled, started } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';

/** Somebody empties Redis under running workers: what was there is gone, and no settle of it may be taken for good. */
export const dataGone: Scenario = {
  number: 46,
  words: 'FLUSHALL under running workers',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis({});
    const producer = await stage.startProducer();
    await stage.startWorkers(2);
    const gone = await producer.enqueue(8, 'work', [1_500]);
    await stage.until('some run', started(gone));
    await using look = lookInto(redis.url);
    await look.client.flushall();
    const ids = await producer.enqueue(50, 'work', [10]);
    await stage.until('new ones have ended', settled(ids, ids.length), 15_000);
    await stage.until('the old ones were superseded', (said) => {
      const told = said.filter((entry) => entry.kind === 'superseded' && gone.includes(entry.id)).length;
      const ran = new Set(
        said.flatMap((entry) => (entry.kind === 'start' && gone.includes(entry.id) ? [entry.id] : [])),
      );
      return told >= ran.size ? true : undefined;
    });
    const ghosts = stage.entries().filter((entry) => entry.kind === 'settled' && gone.includes(entry.id));
    // What nobody holds any more cannot end: these were acknowledged and are lost with the data of Redis.
    stage.forget(gone);
    return { ids, broken: ghosts.map(() => 'a settle of a task that is gone was accepted') };
  },
};
