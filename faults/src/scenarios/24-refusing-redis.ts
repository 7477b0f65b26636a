import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import { injuriesIn } from '../checker/injuries.ts';
import { settled } from '../stage/find.ts';
import { lookInto, type RedisLook } from '../stage/redis-look.ts';

/** Ways in which Redis answers and refuses: how it begins, how it ends, and what a worker must be told. */
const refusals: readonly {
  readonly how: string;
  readonly begin: (look: RedisLook) => Promise<unknown>;
  readonly end: (look: RedisLook) => Promise<unknown>;
}[] = [
  {
    how: 'READONLY',
    begin: ({ client }) => client.replicaof('127.0.0.1', 1),
    end: ({ client }) => client.replicaof('NO', 'ONE'),
  },
  {
    how: 'NOPERM',
    begin: ({ client }) => client.call('ACL', 'SETUSER', 'default', '-evalsha', '-eval'),
    end: ({ client }) => client.call('ACL', 'SETUSER', 'default', '+@all'),
  },
  {
    how: 'MISCONF',
    begin: async ({ client }) => {
      await client.config('SET', 'min-replicas-to-write', '1');
    },
    end: ({ client }) => client.config('SET', 'min-replicas-to-write', '0'),
  },
];

/** Redis is there and refuses, for longer than a lease. Everybody hears it typed, and goes on by himself when it ends. */
export const refusingRedis: Scenario = {
  number: 24,
  words: 'READONLY, NOPERM, too few replicas',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis();
    const producer = await stage.startProducer();
    const workers = await stage.startWorkers(2);
    await using look = lookInto(redis.url);
    const ids: string[] = [];
    const recoveredInMs: number[] = [];
    for (const { how, begin, end } of stage.random.shuffle(refusals)) {
      const some = await producer.enqueue(40, 'work', [100]);
      ids.push(...some);
      await stage.until('work has begun', settled(some, 3));
      stage.say({ kind: 'injured', who: 'redis', how });
      await begin(look);
      await sleep(stage.random.between(1_000, 10_000));
      await end(look);
      stage.say({ kind: 'healed', who: 'redis' });
      ids.push(...producer.order(10, 'work', [10]));
      const injury = injuriesIn({ entries: stage.entries() }).findLast(({ who }) => who === 'redis');
      const resumed = await stage.until(`work goes on after ${how}`, (said) => {
        const ms = injury ? resumedAfter({ entries: said }, injury) : Infinity;
        return ms < Infinity ? ms : undefined;
      });
      recoveredInMs.push(resumed);
    }
    await stage.collect(ids);
    const untyped = stage.entries().flatMap((entry) => {
      const isUntyped = entry.kind === 'queueError' && !entry.code.startsWith('GRAFLOW_');
      return isUntyped ? [`${entry.by} was told ${entry.code}`] : [];
    });
    const ended = stage
      .entries()
      .filter((entry) => entry.kind === 'exited' && workers.some(({ name }) => name === entry.who));
    return { ids, recoveredInMs, broken: [...untyped, ...ended.map(() => 'a worker ended')] };
  },
};
