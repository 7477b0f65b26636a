import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Scenario } from '../scenario.ts';
import { settled } from '../stage/find.ts';
import { lookInto, type RedisLook } from '../stage/redis-look.ts';

/** The auditor looks every 36 s at the latest; then what it put back has to run. */
const auditedWithinMs = 60_000;

/** Redis is a cache, and throws away what was not used for long: records, and what says where tasks stand. */
export const evicted: Scenario = {
  number: 23,
  words: 'maxmemory-policy allkeys-lru throws away records and lists',
  inCi: false,
  async play(stage) {
    const redis = await stage.startRedis({
      args: ['--maxmemory-policy', 'allkeys-lru', '--maxmemory', '1gb', '--maxmemory-samples', '64'],
    });
    const producer = await stage.startProducer();
    const worker = await stage.startWorker({ concurrency: 8 });
    const running = await producer.enqueue(8, 'work', [6_000]);
    await stage.until(
      'all slots are taken',
      (said) => said.filter(({ kind }) => kind === 'start').length === 8 || undefined,
    );
    const waiting = await producer.enqueue(stage.isSmall ? 500 : 3_000, 'work', [1]);
    await using look = lookInto(redis.url);
    const isOfRecords = stage.random.chance(0.5);
    await makeOld(look, isOfRecords);
    const evictedKeys = await evictSome(look.client);
    const ids = [...running, ...waiting];
    // What has lost its record is gone; what stands in a list all the same ends as a dead letter.
    const gone = await withoutRecord(look, ids);
    stage.forget(gone);
    const kept = ids.filter((id) => !gone.includes(id));
    await stage.until('all that is left has ended', settled(kept, kept.length), auditedWithinMs);
    const after = await producer.enqueue(20, 'work', [1]);
    await stage.until('new tasks run', settled(after, after.length));
    const said = stage.entries();
    const warned = said.flatMap((entry) => (entry.kind === 'warned' && entry.by === worker.name ? [entry.code] : []));
    const needed = isOfRecords ? ['GRAFLOW_REDIS_EVICTS'] : ['GRAFLOW_REDIS_EVICTS', 'GRAFLOW_TASKS_PUT_BACK'];
    return {
      ids: [...kept, ...after],
      broken: [
        ...needed.filter((code) => !warned.includes(code)).map((code) => `the worker did not warn with ${code}`),
        ...said.flatMap((entry) => (entry.kind === 'exited' && entry.who === worker.name ? ['the worker ended'] : [])),
        ...(evictedKeys > 0 ? [] : ['nothing was evicted: nothing was shown']),
      ],
      notes: [
        `${isOfRecords ? 'records' : 'lists'} were the oldest: ${evictedKeys} keys evicted, ${gone.length} records`,
      ],
    };
  },
};

/** Lets one kind of keys be what Redis takes for unused: it counts in seconds, and reading a key makes it new. */
async function makeOld({ client, keysOfTasks, keysOfPlaces }: RedisLook, areRecords: boolean): Promise<void> {
  const others = areRecords ? await keysOfPlaces() : await keysOfTasks();
  await sleep(2_500);
  await client.touch(...others);
}

/** Leaves Redis a little less than it uses, for a moment. */
async function evictSome(client: Redis): Promise<number> {
  const figure = async (section: string, name: string): Promise<number> =>
    Number(new RegExp(`${name}:(\\d+)`).exec(await client.info(section))?.[1]);
  const used = await figure('memory', 'used_memory');
  await client.config('SET', 'maxmemory', String(used - 20_000));
  while ((await figure('stats', 'evicted_keys')) === 0) await sleep(10);
  await sleep(50);
  await client.config('SET', 'maxmemory', '1gb');
  return figure('stats', 'evicted_keys');
}

async function withoutRecord({ recordOf }: RedisLook, ids: readonly string[]): Promise<readonly string[]> {
  const records = await Promise.all(ids.map(async (id) => [id, await recordOf(id)] as const));
  return records.filter(([, record]) => record.length === 0).map(([id]) => id);
}
