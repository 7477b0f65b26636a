import { setTimeout as sleep } from 'node:timers/promises';
import { injuriesIn } from '../checker/injuries.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import { slowDisk } from '../injuries/slow-disk.ts';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';

/**
 * Every sync of the log of Redis takes up to four seconds for a while: with `always` each answer waits for one, with
 * `everysec` Redis begins to hold back writes after two. Nothing is lost, nor done twice where no lease ended.
 */
export const slowDisks: readonly Scenario[] = (['always', 'everysec'] as const).map((policy, variant) => ({
  number: 42.1 + variant / 10,
  words: `the disk of the log of Redis takes seconds for a sync, ${policy}`,
  inCi: false,
  hasRival: true,
  rules: { liveWithinMs: 10_000 },
  async play(stage) {
    const redis = await stage.startRedis({ appendOnly: true, args: ['--appendfsync', policy] });
    const producer = await stage.startProducer();
    const workers = await stage.startWorkers(2);
    await using look = lookInto(redis.url);
    const before = await producer.enqueue(stage.isSmall ? 100 : 300, 'work', [50]);
    await stage.until('work has begun', settled(before, 10));
    const pid = Number(/process_id:(\d+)/.exec(await look.client.info('server'))?.[1]);
    const syncMs = stage.random.between(500, 4_000);
    stage.say({ kind: 'injured', who: 'redis', how: 'slow disk' });
    const heal = await slowDisk(pid, syncMs);
    const during: string[] = [];
    const startedAt = performance.now();
    let slowestMs = 0;
    while (performance.now() - startedAt < 15_000) {
      const askedAt = performance.now();
      during.push(...producer.order(10, 'work', [50]));
      await look.client.set('asked', 'again');
      slowestMs = Math.max(slowestMs, performance.now() - askedAt);
      await sleep(stage.random.between(0, 200));
    }
    await heal();
    stage.say({ kind: 'healed', who: 'redis' });
    const ids = [...before, ...during, ...producer.order(50, 'work', [10])];
    await stage.until('all is done', settled(ids, ids.length), 60_000);
    const entries = stage.entries();
    const [injury] = injuriesIn({ entries });
    const ended = entries.filter((entry) => entry.kind === 'exited' && workers.some(({ name }) => name === entry.who));
    return {
      ids,
      recoveredInMs: injury ? [resumedAfter({ entries }, injury)] : [],
      broken: [
        ...ended.map(() => 'a worker ended'),
        ...(policy === 'always' && slowestMs < syncMs ? ['no write was slow: nothing was shown'] : []),
      ],
      notes: [`a sync took ${syncMs} ms longer, the slowest write ${Math.round(slowestMs)}`],
    };
  },
}));
