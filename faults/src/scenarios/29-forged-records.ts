import { forgeries } from '../injuries/damage.ts';
import type { Scenario } from '../scenario.ts';
import { lookInto } from '../stage/redis-look.ts';

const secret = 'the key that both sides of this scenario know';

/** Records that somebody changed who does not have the key, or has another one. None of them may run. */
export const forgedRecords: Scenario = {
  number: 29,
  words: 'wrong, missing, moved and foreign signatures',
  inCi: true,
  async play(stage) {
    const redis = await stage.startRedis({});
    const producer = await stage.startProducer({ secret });
    const stranger = await stage.startProducer({ secret: 'another key, which the worker does not have' });
    const ids = await producer.enqueue(stage.isSmall ? 300 : 10_000, 'work', [0]);
    const foreign = await stranger.enqueue(10, 'work', [0]);
    await using look = lookInto(redis.url);
    const forged = new Map(foreign.map((id) => [id, 'another key']));
    const original = await look.recordOf(ids[0] ?? '');
    for (const id of ids.slice(1)) {
      if (stage.random.chance(0.1)) continue;
      const kind = stage.random.pick([...Object.keys(forgeries), 'the record of another task']);
      const bytes = forgeries[kind]?.(await look.recordOf(id), stage.random) ?? original;
      await look.putRecord(id, bytes);
      forged.set(id, kind);
    }
    await stage.startWorker({ secret, queue: { unroutableAfterMs: 2_000 } });
    await stage.collect([...ids, ...foreign]);
    const broken = stage.entries().flatMap((entry) => {
      if (entry.kind === 'start' && forged.has(entry.id)) return [`ran: ${forged.get(entry.id)}`];
      if (entry.kind !== 'outcome' || (entry.state === 'dead') === forged.has(entry.id)) return [];
      return [`${forged.get(entry.id) ?? 'a good record'}: ${entry.state} ${entry.code ?? ''}`];
    });
    return { ids: [...ids, ...foreign], broken };
  },
};
