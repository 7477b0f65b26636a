import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisLook } from '../stage/redis-look.ts';
import { lookInto } from '../stage/redis-look.ts';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';

/** What an administrator can do to Redis without ending it; each shorter than a lease. */
const disturbances: Readonly<Record<string, (look: RedisLook) => Promise<unknown>>> = {
  'CLIENT KILL': ({ client }) => client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
  'CLIENT KILL of subscribers': ({ client }) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub'),
  'CLIENT PAUSE': ({ client }) => client.call('CLIENT', 'PAUSE', '3000', 'ALL'),
  'a slow command': ({ client }) => client.call('DEBUG', 'SLEEP', '3'),
  'SCRIPT FLUSH': ({ client }) => client.script('FLUSH'),
  UNBLOCK: async ({ client }) => {
    const list = String(await client.call('CLIENT', 'LIST'));
    const blocked = [...list.matchAll(/^id=(\d+) .*cmd=blpop/gm)].map(([, id = '']) => id);
    await Promise.all(blocked.map((id) => client.call('CLIENT', 'UNBLOCK', id, 'ERROR')));
  },
};

/** Redis is disturbed under load, again and again. No lease may be lost by it, and nothing may run twice. */
export const redisDisturbed: Scenario = {
  number: 9,
  words: 'clients killed, paused, unblocked; scripts flushed; slow commands',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis({ appendOnly: true, args: ['--enable-debug-command', 'yes'] });
    const producer = await stage.startProducer();
    await stage.startWorkers(2);
    await using look = lookInto(redis.url);
    const ids: string[] = [];
    for (const [how, disturb] of stage.random.shuffle(Object.entries(disturbances))) {
      const some = producer.order(60, 'work', [stage.random.between(10, 300)]);
      ids.push(...some);
      await stage.until('work has begun', settled(some, 5));
      await disturb(look).catch(() => undefined);
      await sleep(500);
      await stage.until(`work goes on after ${how}`, settled(some, 30), 15_000);
    }
    await stage.collect(ids);
    const again = stage.entries().flatMap((entry) => (entry.kind === 'start' && entry.attempt > 1 ? [entry.id] : []));
    return { ids, broken: again.length === 0 ? [] : [`${again.length} tasks lost a lease`] };
  },
};
