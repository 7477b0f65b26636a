import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '../log/entry.ts';
import { now } from '../log/now.ts';
import type { Scenario } from '../scenario.ts';
import { allSettled, allStarted, started } from '../stage/find.ts';
import { lookInto } from '../stage/redis-look.ts';
import { wrongClock } from '../stage/wrong-clock.ts';

const leaseMs = 1_000;
const tenMinutes = 600;
/** A queue counts in whole milliseconds. */
const roundingMs = 1;

/** Clocks of producers and workers are wrong, and jump: nothing may come of it, because the server's time decides. */
export const wrongClocks: Scenario = {
  number: 15,
  words: 'clocks of producers and workers ten minutes wrong, both ways, and jumping',
  inCi: false,
  hasRival: true,
  rules: { leaseMs },
  async play(stage) {
    await stage.startRedis({});
    const clocks = stage.random
      .shuffle([tenMinutes, -tenMinutes, 0])
      .map((seconds, at) => wrongClock(stage.directory, `${at}`, seconds));
    const [one, two, three] = clocks as [(typeof clocks)[0], (typeof clocks)[0], (typeof clocks)[0]];
    const producer = await stage.startProducer({ env: one.env });
    for (const { env } of [two, three]) await stage.startWorker({ env, concurrency: 30, queue: { leaseMs } });
    const long = await producer.enqueue(8, 'work', [4 * leaseMs]);
    await stage.until('the long ones run', allStarted(long));
    const delays = Array.from({ length: stage.isSmall ? 20 : 100 }, () => stage.random.between(500, 4_000));
    const delayed = delays.map((delayMs) => producer.order(1, 'work', [1], { delayMs })[0] as string);
    for (const clock of stage.random.shuffle([...clocks, ...clocks])) {
      await sleep(stage.random.between(100, 700));
      clock.set(stage.random.pick([tenMinutes, -tenMinutes, 0]));
    }
    const ids = [...long, ...delayed];
    await stage.until('all have ended', allSettled(ids), 30_000);
    const said = stage.entries();
    const again = said.filter((entry) => entry.kind === 'start' && entry.attempt > 1);
    const late = delayed.map((id, at) => latenessOf(said, id, delays[at] ?? 0));
    return {
      ids,
      broken: [
        ...again.map(() => 'a task ran again'),
        ...late.filter((ms) => ms < -roundingMs).map((ms) => `a task started ${-ms} ms before its time`),
        ...late.filter((ms) => ms > 10_000).map((ms) => `a task started ${ms} ms late`),
      ],
    };
  },
};

function latenessOf(said: readonly Entry[], id: string, delayMs: number): number {
  const at = (kind: Entry['kind']): number =>
    said.find((entry) => entry.kind === kind && 'id' in entry && entry.id === id)?.at ?? NaN;
  return at('start') - at('enq') - delayMs;
}

/**
 * The server's clock jumps while tasks run; leases are counted by it, and fenced. The times that it keeps are moved in place
 * of its clock: Redis' own allocator asks for the time before libfaketime is ready.
 */
const serverJumps = (number: number, words: string, seconds: number): Scenario => ({
  number,
  words: `the server's clock jumps ten minutes ${words} under load`,
  inCi: false,
  rules: { leaseMs },
  async play(stage) {
    const redis = await stage.startRedis();
    await using look = lookInto(redis.url);
    const producer = await stage.startProducer();
    const wish = { concurrency: 8, queue: { leaseMs } };
    const victim = await stage.startWorker(wish);
    // Leases are not what they seem from here on, so nobody runs by right.
    stage.say({ kind: 'injured', who: 'redis', how: 'its clock jumps' });
    const ids = [...(await producer.enqueue(stage.isSmall ? 60 : 300, 'work', [200]))];
    const long = await producer.enqueue(4, 'work', [3_000], { priority: 1 });
    await stage.until('work has begun', allStarted(long));
    await look.jump(seconds * 1_000);
    stage.say({ kind: 'healed', who: 'redis' });
    await sleep(leaseMs); // whoever lives has renewed meanwhile, by the new clock
    const hung = await producer.enqueue(1, 'hangAt', [victim.name], { priority: 2 });
    await stage.until('it hangs', started(hung));
    await stage.startWorker(wish);
    await victim.kill();
    const killedAt = now();
    const again = await stage.until('it runs elsewhere', started(hung, 2), 30_000);
    ids.push(...long, ...hung);
    await stage.collect(ids);
    const dead = stage.entries().filter((entry) => entry.kind === 'outcome' && entry.state === 'dead');
    return { ids, recoveredInMs: [again.at - killedAt], broken: dead.map(() => 'a task was taken for poison') };
  },
});

/** A worker that lives goes on; one that dies after the jump has its tasks taken over as ever. */
export const serversClock: readonly Scenario[] = [
  serverJumps(15.1, 'ahead', tenMinutes),
  serverJumps(15.2, 'back', -tenMinutes),
];
