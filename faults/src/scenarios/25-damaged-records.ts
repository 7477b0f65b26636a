import { damages } from '../injuries/damage.ts';
import type { Scenario } from '../scenario.ts';
import { lookInto } from '../stage/redis-look.ts';

/** Records that are no records any more, among good ones. The worker lives, the bytes are kept, the handles hear of it. */
export const damagedRecords: Scenario = {
  number: 25,
  words: 'damaged records among good ones',
  inCi: true,
  async play(stage) {
    const redis = await stage.startRedis({});
    const producer = await stage.startProducer();
    const ids = await producer.enqueue(stage.isSmall ? 300 : 10_000, 'work', [0]);
    const damaged = new Map<string, { readonly kind: string; readonly bytes: Buffer }>();
    await using look = lookInto(redis.url);
    for (const id of ids) {
      if (stage.random.chance(0.1)) continue;
      const kind = stage.random.pick(Object.keys(damages));
      const bytes = damages[kind]?.(await look.recordOf(id), stage.random) as Buffer;
      await look.putRecord(id, bytes);
      damaged.set(id, { kind, bytes });
    }
    const worker = await stage.startWorker();
    await stage.collect(ids);
    const broken: string[] = [];
    for (const entry of stage.entries()) {
      if (entry.kind === 'exited' && entry.who === worker.name) broken.push('the worker ended');
      if (entry.kind !== 'outcome') continue;
      const damage = damaged.get(entry.id);
      if (entry.state !== (damage === undefined ? 'value' : 'dead'))
        broken.push(`${damage?.kind ?? 'a good record'}: ${entry.state} ${entry.code ?? ''}`);
      if (damage && !damage.bytes.equals(await look.recordOf(entry.id)))
        broken.push(`${damage.kind}: its bytes are gone`);
    }
    return { ids, broken };
  },
};
