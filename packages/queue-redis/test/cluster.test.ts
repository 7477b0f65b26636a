import { randomUUID } from 'node:crypto';
import { type RedisCluster, type RedisServer, startCluster } from '@graflow-tooling/redis-server';
import { TaskSpec } from '@graflow/taskspec';
import { Cluster, Redis } from 'ioredis';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisTaskQueue, type RedisTaskQueueOptions } from '../src/index.ts';
import { blockFor } from './block-for.ts';
import { newRegistry } from './open-queue.ts';

const leaseMs = 1_000;
const cluster: RedisCluster = await startCluster({ replicas: true, password: 'secret' });
afterAll(() => cluster.stop());

/** Queues of one name on the cluster. */
const setup = (options: RedisTaskQueueOptions = {}) => {
  const prefix = randomUUID();
  const common = { cluster: cluster.nodes, connection: cluster.access, prefix, registry: newRegistry(), leaseMs };
  const open = (more: RedisTaskQueueOptions = {}): RedisTaskQueue => {
    const queue = new RedisTaskQueue({ ...common, ...options, ...more });
    onTestFinished(() => queue.close());
    return queue;
  };
  return { open, tag: `{${prefix}:default:0}` };
};

const add = (left: number, right: number) => new TaskSpec({ name: 'add', args: [left, right] });

/** Works off a queue; gives how often each task was started. */
const work = (queue: RedisTaskQueue): ReadonlyMap<string, number> => {
  const starts = new Map<string, number>();
  const run = async (): Promise<void> => {
    for (;;) {
      const spec = await queue.dequeue();
      starts.set(spec.taskId, (starts.get(spec.taskId) ?? 0) + 1);
      const [left, right] = spec.args as [number, number];
      await queue.ack(spec, left + right);
    }
  };
  run().catch(() => undefined); // it closed
  return starts;
};

/** Orders tasks one after the other until told to stop; then gives their results. */
const produce = (queue: RedisTaskQueue) => {
  let isStopped = false;
  const run = async () => {
    const results: Promise<number>[] = [];
    while (!isStopped) {
      const handle = await queue.enqueue(add(results.length, 1));
      const result = handle.result() as Promise<number>;
      result.catch(() => undefined); // whoever wants it hears it
      results.push(result);
    }
    return results;
  };
  const ended = run();
  return (): Promise<readonly Promise<number>[]> => {
    isStopped = true;
    return ended;
  };
};

const inOrder = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Lets two masters begin to move a slot, and move nothing. */
const beginMove = async (tag: string) => {
  const from = await cluster.masterOf(tag);
  const to = cluster.servers.slice(0, 3).find(({ port }) => port !== from.port) as RedisServer;
  const [giver, taker] = [new Redis(from.connection), new Redis(to.connection)];
  const slot = await giver.cluster('KEYSLOT', tag);
  await taker.cluster('SETSLOT', slot, 'IMPORTING', await giver.cluster('MYID'));
  await giver.cluster('SETSLOT', slot, 'MIGRATING', await taker.cluster('MYID'));
  const callOff = async (): Promise<void> => {
    for (const client of [giver, taker]) {
      await client.cluster('SETSLOT', slot, 'STABLE');
      client.disconnect();
    }
  };
  return { to, callOff };
};

describe('a queue on a cluster', () => {
  it('goes on while its slot is moved: no error, nothing lost, nothing twice', async () => {
    const { open, tag } = setup();
    const queue = open();
    await queue.enqueue(Array.from({ length: 500 }, () => add(0, 0)));
    const starts = work(open());
    const stop = produce(queue);
    await cluster.moveSlot(tag);
    await cluster.moveSlot(tag);
    const results = await Promise.all(await stop());

    expect(results).toEqual(inOrder(results.length));
    await vi.waitFor(() => expect(starts.size).toBe(500 + results.length), 10_000);
    expect([...starts.values()].every((count) => count === 1)).toBe(true);
  });

  it('outlives a move in which the new master does not answer', async () => {
    const { open, tag } = setup({ commandTimeoutMs: 1_500 });
    const queue = open();
    await queue.enqueue(add(0, 0));
    const move = await beginMove(tag);
    move.to.freeze();
    await expect(queue.enqueue(add(1, 1))).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
    move.to.thaw();
    await move.callOff();
    await vi.waitFor(() => queue.enqueue(add(1, 1)), 10_000);
  });

  it('keeps the lease of a task that blocks, by a thread that knows the cluster', async () => {
    const { open, tag } = setup();
    const queue = open();
    const handle = await queue.enqueue(add(1, 2));
    const spec = await queue.dequeue();
    const look = new Redis((await cluster.masterOf(tag)).connection);
    onTestFinished(() => look.disconnect());
    await vi.waitFor(async () => expect(await look.client('LIST')).toContain('name=graflow-leases'), 20_000);
    blockFor(3 * leaseMs);
    expect(await open().dequeue({ waitMs: 0 })).toBeUndefined();
    await queue.ack(spec, 3);

    expect(await handle.result()).toBe(3);
  });

  it('may be given a client of the cluster', async () => {
    const client = new Cluster([...cluster.nodes], { redisOptions: cluster.access });
    onTestFinished(() => client.disconnect());
    const { open } = setup({ cluster: undefined, connection: undefined, client });
    const queue = open();
    await queue.ready();
    work(queue);
    expect(await (await queue.enqueue(add(1, 2))).result()).toBe(3);
  });

  it('says so where the password is wrong', async () => {
    const { open } = setup({ connection: { password: 'false' }, commandTimeoutMs: 500 });
    await expect(open().ready()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_AUTH' });
  });

  it('goes on with the replica when its master is killed', { timeout: 60_000 }, async () => {
    const { open, tag } = setup({ commandTimeoutMs: 20_000 });
    const starts = work(open());
    const stop = produce(open());
    await vi.waitFor(() => expect(starts.size).toBeGreaterThan(10));
    await (await cluster.masterOf(tag)).kill();
    const before = starts.size;
    await vi.waitFor(() => expect(starts.size).toBeGreaterThan(before + 10), 20_000);
    const results = await stop();

    expect(await results.at(-1)).toBe(results.length); // what the master had not told its replica is gone with it
  });
});
