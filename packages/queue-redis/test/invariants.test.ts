import { keyRingFrom } from '@graflow/resolver';
import {
  type AnySpec,
  decodePayload,
  decodeRecord,
  resultOf,
  runInTaskContext,
  type TaskContext,
  TaskSpec,
} from '@graflow/taskspec';
import type { Redis } from 'ioredis';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Auditor } from '../src/auditing/auditor.ts';
import { Connection } from '../src/connection/connection.ts';
import { cancelledRecord, outcomeMark } from '../src/keys.ts';
import { setup } from './open-queue.ts';

const keys = keyRingFrom('a test key, thirty-two bytes or more');
const double = (value: number) => value * 2;
const triple = (value: number) => value * 3;

/** Numbers that look random and are the same in every run: a linear congruential generator. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

/** The tasks that run, and the claims: by what is open, by what would be given back, and by their leases. */
const claimsIn = async (look: Redis, tag: string) => {
  const { '*': count, ...letters } = await look.hgetall(`${tag}:open`);
  const held = await look.hgetall(`${tag}:held`);
  const running = Object.entries(held).flatMap(([token, names]) =>
    names
      .split(' ')
      .map((name) => name.slice(1).split(':')[0] ?? '')
      .filter((_id, nth) => letters[token]?.[nth] === 'r'),
  );
  const lengths = (of: Record<string, string>, lengthOf: (text: string) => number) =>
    Object.keys(of)
      .sort()
      .map((token) => [token, lengthOf(of[token] ?? '')]);
  return {
    running: running.sort(),
    count,
    open: lengths(letters, (text) => (text.includes('r') ? text.length : 0)),
    held: lengths(held, (names) => names.split(' ').length),
    leases: (await look.zrange(`${tag}:l`, '0', '-1')).sort(),
  };
};

const readyIn = async (look: Redis, tag: string): Promise<readonly string[]> =>
  (await Promise.all([0, 1, 2, 3, 4].map((level) => look.lrange(`${tag}:r:${level}`, 0, -1)))).flat();

/** What is noted of lanes, and what should be: each that has tasks stands, rests or is full. */
const lanesIn = async (look: Redis, tag: string, claimed: readonly string[]) => {
  const [keys, facts] = [await look.hgetall(`${tag}:lk`), await look.hgetall(`${tag}:lanes`)];
  const waiting = (await look.keys(`${tag}:lane:*`)).map((key) => key.slice(`${tag}:lane:`.length));
  const tickets = (await readyIn(look, tag)).filter((id) => id.startsWith('@'));
  const counts: Record<string, string> = {};
  for (const key of claimed.flatMap((id) => keys[id] ?? []))
    counts[`+${key}`] = String(Number(counts[`+${key}`] ?? 0) + 1);
  for (const key of waiting) {
    const ticket = facts[`@${key}`];
    const stands = ticket !== undefined && tickets.includes(`@${ticket.slice(1)}:${key}`);
    const rests = (await look.zscore(`${tag}:rest`, key)) !== null;
    expect([key, stands || rests || facts[`+${key}`] === '2']).toEqual([key, true]);
  }
  const sizes = await Promise.all(waiting.map((key) => look.zcard(`${tag}:lane:${key}`)));
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sum > 0) counts['=waiting'] = String(sum);
  if (tickets.length > 0) counts['=tickets'] = String(tickets.length);
  return { held: Object.fromEntries(Object.entries(facts).filter(([name]) => !name.startsWith('@'))), due: counts };
};

/** The one field of a hash that is no task: it makes Redis keep it as a table. */
const longName = '-'.repeat(65);

/** Every place where an id may be; each of them says of itself how it is read. */
const idsIn = async (look: Redis, tag: string): Promise<readonly string[]> => {
  const lists = await readyIn(look, tag);
  const lanes = await Promise.all((await look.keys(`${tag}:lane:*`)).map((key) => look.zrange(key, '0', '-1')));
  const entries = await look.zrange(`${tag}:z`, '0', '-1');
  const { running } = await claimsIn(look, tag);
  const dead = await look.zrange(`${tag}:dead`, '0', '-1');
  const agenda = await look.zrange(`${tag}:after`, '0', '-1');
  return [
    ...lists.filter((id) => !id.startsWith('@')),
    ...lanes.flat(),
    ...entries.map((entry) => entry.slice(1)),
    ...running,
    ...agenda.filter((item) => item.startsWith('w')).map((item) => item.slice(2)),
    ...dead,
  ].sort();
};

/** Where tasks that have not ended are, and dead letters: an outcome takes the place of its record. */
const recordKeysOf = async (look: Redis, tag: string): Promise<readonly string[]> => {
  const keys = await look.keys(`${tag}:t:*`);
  const heads = await Promise.all(keys.map((key) => look.getrange(key, 0, 0)));
  return keys.filter((_key, index) => heads[index] !== outcomeMark);
};

/** What Redis holds, and what it should hold by the records that are there. */
const accountOf = async (look: Redis, tag: string) => {
  const recordKeys = await recordKeysOf(look, tag);
  const counts: Record<string, string> = {};
  const taken: Record<string, string> = {};
  const limited: Record<string, string> = {};
  const countOne = (of: Record<string, string>, name: string) => (of[name] = String(Number(of[name] ?? 0) + 1));
  for (const key of recordKeys) {
    const record = (await look.getBuffer(key)) as Buffer;
    if (record.equals(Buffer.from(cancelledRecord))) continue; // cancelled while it stood in a ready list
    const { header, envelope, args } = decodeRecord(record);
    const id = key.slice(`${tag}:t:`.length);
    if (header.options.limitKey && !(await look.zscore(`${tag}:dead`, id))) limited[id] = header.options.limitKey;
    const { code = [] } = JSON.parse(envelope) as { readonly code?: readonly string[] };
    for (const hash of code) countOne(counts, hash);
    const [arg] = decodePayload(args) as [number | { readonly taskId: string }];
    if (typeof arg === 'object') countOne(taken, arg.taskId);
  }
  const dead = await look.zrange(`${tag}:dead`, '0', '-1');
  const holders = await Promise.all((await look.keys(`${tag}:d:*`)).map(async (key) => String(await look.get(key))));
  const ids = recordKeys.map((key) => key.slice(`${tag}:t:`.length)).sort();
  const keyed = (await look.hkeys(`${tag}:dk`)).sort();
  const told = await look.hkeys(`${tag}:p`);
  const states = (await look.hkeys(`${tag}:a`)).filter((id) => id !== longName);
  const { running, count, open, held, leases } = await claimsIn(look, tag);
  const lanes = await lanesIn(look, tag, running);
  return {
    held: {
      lanes: lanes.held,
      limited: await look.hgetall(`${tag}:lk`),
      running: Number(count ?? 0),
      open,
      leases,
      states: states.filter((id) => !ids.includes(id) || dead.includes(id)),
      ids: await idsIn(look, tag),
      counts: await look.hgetall(`${tag}:cc`),
      keyed,
      taken: await look.hgetall(`${tag}:vc`),
      told,
      wrote: (await look.smembers(`${tag}:pos`)).filter((id) => !ids.includes(id)),
      writes: (await look.keys(`${tag}:pos:*`)).map((key) => key.slice(`${tag}:pos:`.length)).sort(),
    },
    due: {
      lanes: lanes.due,
      limited,
      running: running.length,
      open: held,
      leases: held.map(([token]) => token),
      states: [],
      ids,
      counts,
      taken,
      told: told.filter((id) => ids.includes(id) && !dead.includes(id)),
      wrote: [],
      writes: (await look.smembers(`${tag}:pos`)).sort(),
      keyed: holders.filter((id) => ids.includes(id) && !dead.includes(id)).sort(),
    },
  };
};

/** The account is read in many steps, and what becomes due meanwhile moves: it balances once it is read between two moves. */
const expectBalance = async (look: Redis, tag: string): Promise<void> => {
  const { held, due } = await accountOf(look, tag);
  expect(held).toEqual(due);
};

/** The outcomes that say of a task that it gave way. */
const droppedIn = async (look: Redis, tag: string): Promise<readonly string[]> => {
  const ends = await Promise.all((await look.keys(`${tag}:t:*`)).map((key) => look.get(key)));
  return ends.flatMap((end) => (end?.includes('GRAFLOW_TASK_DROPPED') ? [end] : []));
};

/** With these, older tasks give way in the rest of the runs. */
const full = { count: 8, bytes: 4_000, whenFull: 'drop-oldest' } as const;

it.each([1, 2, 3, 4, 5, 6, 7])(
  'whatever is done, each record is in one place, its lane is counted, its code and what it takes are counted, its key is held until it ends: seed %i',
  async (seed) => {
    const { redis, open, look, tag } = await setup({ keys });
    const queues = [open(), open()];
    const connection = new Connection({ url: redis.url });
    onTestFinished(() => connection.close(new Error('the test is over')));
    const auditor = new Auditor(connection, tag, 'default');
    const random = randomFrom(seed);
    const claimed: { readonly spec: AnySpec; readonly queue: ReturnType<typeof open> }[] = [];
    const known: string[] = [];
    const cancelled = new Set<string>();
    const newSpec = (): TaskSpec => {
      const executable = [double, triple][random(2)] as typeof double;
      const shared = random(4) === 0 ? { taskId: `order-${random(10)}` } : {};
      const strategy = random(2) === 0 ? 'source' : 'pickle';
      const keyed = random(4) === 0 ? { dedup: { key: `key-${random(3)}` } } : {};
      const lane = random(3) === 0 ? { limitKey: `lane-${random(2)}` } : {};
      const after = random(3) === 0 ? { after: [`order-${5 + random(5)}`] } : {};
      const arg = random(4) === 0 ? resultOf<number>(`order-${5 + random(5)}`) : 7;
      const more = {
        strategy,
        ...keyed,
        ...lane,
        priority: random(5) - 2,
        delayMs: random(3) === 0 ? random(30) : 0,
      } as const;
      const apart = 'taskId' in shared && Number(shared.taskId?.slice(6)) >= 5;
      return new TaskSpec({ executable, ...more, ...shared, ...(apart ? { args: [7] } : { args: [arg], ...after }) });
    };
    // The ids of follow-ups are compared with each other before the claim is looked at.
    const ignoreLost = (error: { readonly code?: string }): void =>
      expect(error.code).toMatch(/^GRAFLOW_(LEASE_LOST|TASK_ID_TAKEN)$/);
    const ignoreTaken = (error: { readonly code?: string }): void =>
      expect(error.code).toMatch(/^GRAFLOW_(TASK_ID_TAKEN|BACKLOG_FULL)$/);
    const cancelOne = async (): Promise<void> => {
      const taskId = known[random(known.length)] ?? 'none';
      const answer = await queues[random(2)]?.handle(taskId).cancel();
      if (answer === 'cancelled') cancelled.add(taskId);
    };
    const replayOrDiscard = async (): Promise<void> => {
      const { deadLetters } = queues[random(2)] as (typeof queues)[number];
      const some = (await deadLetters.list()).map(({ taskId }) => taskId).filter(() => random(4) === 0);
      await (random(2) === 0 ? deadLetters.replay(some) : deadLetters.discard(some));
    };
    const write = async ({ spec, queue }: (typeof claimed)[number]): Promise<void> => {
      const { taskId, claim } = spec;
      const writes = { address: queue.address, token: String(claim?.token), next: () => 1 };
      const add = () => queue.state('run').add('total', 1);
      if (random(2) === 0) await runInTaskContext({ taskId, writes } as TaskContext, add).catch(ignoreLost);
    };
    const settle = async ({ spec, queue }: (typeof claimed)[number]): Promise<unknown> => {
      const failure = { name: 'Error', message: 'no' };
      switch (random(5)) {
        case 0:
          return queue.retry(spec, { delayMs: random(20) });
        case 1:
          return queue.bury(spec, { code: 'GRAFLOW_TASK_FAILED', failure });
        case 2:
          return queue.release(spec, random(2) === 0 ? {} : { refusal: failure });
        default:
          return queue.ack(spec, 1, { followUps: Array.from({ length: random(3) }, newSpec) });
      }
    };
    const perKey = { concurrency: 2, rate: { count: 3, perMs: 30 } };
    await queues[0]?.limits.set({ perKey, ...(seed > 5 && { backlog: full }) });
    for (let round = 0; round < 40; round += 1) {
      const queue = queues[random(2)] as (typeof queues)[number];
      const specs = Array.from({ length: random(4) }, newSpec);
      known.push(...specs.map(({ taskId }) => taskId));
      await Promise.all(specs.map((spec) => queue.enqueue(spec).catch(ignoreTaken)));
      const wanted = Array.from({ length: random(4) }, () => queue.dequeue({ waitMs: 0 }));
      for (const spec of await Promise.all(wanted)) if (spec) claimed.push({ spec, queue });
      for (const { spec, queue: its } of claimed) its.progress(spec, round);
      await Promise.all(claimed.map(write));
      await Promise.all(
        claimed
          .splice(0, random(5))
          .map((claim) => settle(claim).catch(cancelled.has(claim.spec.taskId) ? ignoreLost : ignoreTaken)),
      );
      await cancelOne();
      await replayOrDiscard();
      await look.del(`${tag}:audit`); // another turn at once
      expect(await auditor.turn()).toEqual([]);
      await vi.waitFor(() => expectBalance(look, tag), { timeout: 10_000 });
    }
    expect((await droppedIn(look, tag)).length > 0).toBe(seed > 5);
  },
);
