import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';

const stallMs = 5_000;
const othersKeys = 200_000;

/** What another application does on the same Redis; each keeps it busy for less than a lease. */
const hostilities: Readonly<Record<string, (client: Redis) => Promise<unknown>>> = {
  'KEYS *': (client) => client.keys('*'),
  'a script of five seconds': (client) =>
    client.eval(
      `local function ms() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end
       local till = ms() + ARGV[1]
       while ms() < till do end`,
      0,
      stallMs,
    ),
  'a large DEL': async (client) => {
    await client.eval(`for i = 1, ARGV[1] do redis.call('HSET', 'neighbour:large', i, i) end`, 0, 1_000_000);
    await client.del('neighbour:large');
  },
  'many writes': async (client) => {
    for (let turn = 0; turn < 20; turn += 1)
      await client.mset(Array.from({ length: 2_000 }, (_, at) => [`neighbour:${at}`, 'x'.repeat(500)]).flat());
  },
};

/** Somebody else uses the same Redis without a thought: it stalls for shorter than a lease, so no lease may be lost. */
export const hostileNeighbour: Scenario = {
  number: 48,
  words: 'KEYS *, a script of 5 s, a large DEL and many writes of a neighbour',
  inCi: false,
  hasRival: true,
  async play(stage) {
    const redis = await stage.startRedis({ args: ['--enable-debug-command', 'yes'] });
    const producer = await stage.startProducer();
    await stage.startWorkers(2);
    await using look = lookInto(redis.url);
    await look.client.call('DEBUG', 'POPULATE', othersKeys, 'neighbour');
    const ids: string[] = [];
    for (const [how, act] of stage.random.shuffle(Object.entries(hostilities))) {
      const some = producer.order(stage.isSmall ? 40 : 100, 'work', [stage.random.between(10, 300)]);
      ids.push(...some);
      await stage.until('work has begun', settled(some, 5));
      await act(look.client);
      await sleep(stage.random.below(500));
      await stage.until(`work goes on after ${how}`, settled(some, some.length / 2), 20_000);
    }
    await stage.collect(ids);
    const again = stage.entries().flatMap((entry) => (entry.kind === 'start' && entry.attempt > 1 ? [entry.id] : []));
    return { ids, broken: again.length === 0 ? [] : [`${again.length} tasks lost a lease`] };
  },
};
