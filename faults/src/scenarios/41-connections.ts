import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { injuriesIn } from '../checker/injuries.ts';
import { resumedAfter } from '../checker/i6-liveness.ts';
import type { Entry } from '../log/entry.ts';
import type { Participant } from '../participants/participant.ts';
import type { Scenario } from '../scenario.ts';
import { allStarted, settled } from '../stage/find.ts';
import { limitProcess } from '../stage/limit-process.ts';
import { lookInto, type RedisLook } from '../stage/redis-look.ts';
import type { Stage } from '../stage/stage.ts';

/** An injury of connections: how it begins, and what ends it. */
interface Injured {
  readonly who: string;
  readonly how: string;
  heal(): Promise<void> | void;
}

const cutAll = ({ client }: RedisLook): Promise<unknown> =>
  client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

/** Orders work before, during and after an injury; everybody must hear of it typed, and go on by himself. */
async function playAround(stage: Stage, wish: object, injure: (worker: Participant) => Promise<Injured>) {
  const producer = await stage.startProducer(wish);
  const worker = await stage.startWorker(wish);
  await stage.startWorker(wish);
  const ids = [...(await producer.enqueue(40, 'work', [50]))];
  await stage.until('work has begun', settled(ids, 5));
  const { who, how, heal } = await injure(worker);
  stage.say({ kind: 'injured', who, how });
  ids.push(...producer.order(20, 'work', [10]));
  await sleep(stage.random.between(500, 10_000));
  await heal();
  stage.say({ kind: 'healed', who });
  const after = producer.order(40, 'work', [10]);
  ids.push(...after);
  await stage.until('work goes on', allStarted(after), 30_000);
  const injury = injuriesIn({ entries: stage.entries() }).find((one) => one.how === how);
  const broken = stage.entries().flatMap((entry) => {
    if (entry.kind === 'exited') return [`${entry.who} ended`];
    if (!isError(entry)) return [];
    const isTyped = entry.code.startsWith('GRAFLOW_') || stage.subject.name !== 'graflow';
    return isTyped ? [] : [`${entry.by} heard ${entry.code}`];
  });
  const heard = new Set(stage.entries().flatMap((entry) => (isError(entry) ? [entry.code] : [])));
  if (heard.size === 0) broken.push('nobody heard of it: nothing was shown');
  return { ids, recoveredInMs: injury ? [resumedAfter({ entries: stage.entries() }, injury)] : [], broken };
}

const isError = (entry: Entry): entry is Extract<Entry, { readonly kind: 'queueError' | 'enqFailed' }> =>
  entry.kind === 'queueError' || entry.kind === 'enqFailed';

/** Somebody else takes every place that Redis has, after all connections were cut. */
const maxClients: Scenario = {
  number: 41,
  words: 'maxclients is reached by others, all connections cut',
  inCi: false,
  hasRival: true,
  async play(stage) {
    const redis = await stage.startRedis();
    await using look = lookInto(redis.url);
    return await playAround(stage, {}, async () => {
      const others: Redis[] = [];
      await look.client.config('SET', 'maxclients', '20');
      await cutAll(look);
      for (let count = 0; count < 30; count += 1) {
        const other = new Redis(redis.url, { retryStrategy: () => 5 });
        other.on('error', () => undefined); // the place is taken
        others.push(other);
      }
      await sleep(200); // those who were quicker are cut once more, and the others wait for their places
      await cutWorkers(look);
      const heal = (): void => others.forEach((other) => other.disconnect());
      return { who: 'redis', how: 'maxclients', heal };
    });
  },
};

/** Whoever runs a script or waits for a marker is one of ours. */
async function cutWorkers({ client }: RedisLook): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    const list = String(await client.call('CLIENT', 'LIST'));
    const ours = [...list.matchAll(/^id=(\d+) .*cmd=(?:evalsha|eval|blpop|bzpopmin|subscribe)/gm)].map(
      ([, id = '']) => id,
    );
    await Promise.all(ours.map((id) => client.call('CLIENT', 'KILL', 'ID', id)));
    await sleep(10);
  }
}

/** A worker, or Redis, may open no file and no socket more. */
const noFiles = (number: number, of: 'a worker' | 'Redis'): Scenario => ({
  number,
  words: `${of} runs out of files (EMFILE), all connections cut`,
  inCi: false,
  hasRival: true,
  async play(stage) {
    const redis = await stage.startRedis({});
    await using look = lookInto(redis.url);
    return await playAround(stage, {}, async (worker) => {
      const own = Number(/process_id:(\d+)/.exec(await look.client.info('server'))?.[1]);
      const [who, pid] = of === 'Redis' ? ['redis', own] : [worker.name, worker.pid];
      await limitProcess(pid, { nofile: of === 'Redis' ? 8 : 3 });
      await cutAll(look);
      return { who, how: 'EMFILE', heal: () => limitProcess(pid, { nofile: 1_024 }) };
    });
  },
});

/** The name of Redis is unknown for a while, and then leads to another address. */
const movedElsewhere: Scenario = {
  number: 41.3,
  words: 'the name of Redis is unknown (DNS), then leads to another address',
  inCi: false,
  hasRival: true,
  async play(stage) {
    await stage.startRedis();
    const names = join(stage.directory, 'names');
    const name = (address: string): void => writeFileSync(names, `${address} redis.faults\n`);
    const first = await stage.openProxy({ host: '127.0.0.2' });
    name('127.0.0.2');
    const preload = new URL('../injuries/names.mjs', import.meta.url).href;
    const env = { FAULTS_NAMES: names, NODE_OPTIONS: `--import ${preload}` };
    const wish = { env, queue: { url: `redis://redis.faults:${first.port}` } };
    return await playAround(stage, wish, async () => {
      writeFileSync(names, '');
      first.close();
      const heal = async (): Promise<void> => {
        await stage.openProxy({ host: '127.0.0.3', port: first.port });
        name('127.0.0.3');
      };
      return { who: 'redis', how: 'its name is unknown', heal };
    });
  },
};

/** Nobody can connect any more, for reasons that are not Redis' own. */
export const connections: readonly Scenario[] = [
  maxClients,
  noFiles(41.1, 'a worker'),
  noFiles(41.2, 'Redis'),
  movedElsewhere,
];
