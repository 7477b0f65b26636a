import type { Scenario } from '../scenario.ts';
import { lookInto } from '../stage/redis-look.ts';
import { splitRecord, joinRecord } from '../injuries/record-parts.ts';

const limit = 100_000;

/** Arguments and results over the limit: refused by the producer before Redis sees them, by the worker before it reads them. */
export const oversize: Scenario = {
  number: 26,
  words: 'arguments and results one byte and far over the limit',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis({});
    const small = await stage.startProducer({ queue: { maxPayloadBytes: limit } });
    const producer = await stage.startProducer();
    await using look = lookInto(redis.url);
    small.order(1, 'echo', ['x'.repeat(limit)]);
    const [code] = await stage.until('the producer refuses', (said) => {
      const codes = said.flatMap((entry) => (entry.kind === 'enqFailed' ? [entry.code] : []));
      return codes.length > 0 ? codes : undefined;
    });
    const keys = await look.client.dbsize();
    const arrived = await producer.enqueue(3, 'echo', ['x'.repeat(limit)]);
    const results = await producer.enqueue(3, 'large', [limit + 1]);
    const [bomb = ''] = await producer.enqueue(1, 'work', [1]);
    const parts = splitRecord(await look.recordOf(bomb));
    await look.putRecord(bomb, joinRecord({ ...parts, args: Buffer.alloc(100_000_000, '[') }));
    const good = await producer.enqueue(20, 'work', [1]);
    await stage.startWorker({ queue: { maxPayloadBytes: limit } });
    const ids = [...arrived, ...results, bomb, ...good];
    await stage.collect(ids);
    const wrong = stage.entries().flatMap((entry) => {
      if (entry.kind !== 'outcome' || (entry.state === 'value') === good.includes(entry.id)) return [];
      return [`${entry.id} ended with ${entry.state}`];
    });
    const broken = [
      ...(code === 'GRAFLOW_PAYLOAD_TOO_LARGE' ? [] : [`the producer heard ${code}`]),
      ...(keys === 0 ? [] : [`Redis has ${keys} keys of what was refused`]),
      ...wrong,
    ];
    return { ids, broken };
  },
};
