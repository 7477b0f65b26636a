import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { forkSource } from '@graflow-tooling/vitest/fork-source';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RedisTaskQueueOptions } from '../src/index.ts';
import { blockFor } from './block-for.ts';
import { setup } from './open-queue.ts';

const leaseMs = 500;
/** The thread reads its sources first, and on a busy machine that takes a while. */
const longMs = 40_000;
vi.setConfig({ testTimeout: 60_000 });
const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

/** A queue that holds one claim, renewed by its thread already, and a worker next door that claims what it can. */
const claimBesideRival = async (options: RedisTaskQueueOptions = {}) => {
  const { look, open, prefix, redis, tag } = await setup({ leaseMs, ...options });
  const queue = open();
  const handle = await queue.enqueue(add());
  const spec = await queue.dequeue();
  await vi.waitFor(async () => expect(await clientNames(look)).toContain('graflow-leases'), longMs);
  const rival = await openRival(redis.url, prefix);
  return { queue, handle, spec, rival, look, tag };
};

const openRival = async (redisUrl: string, prefix: string) => {
  const program = new URL('fixtures/rival.ts', import.meta.url);
  const rival = forkSource(program, [redisUrl, prefix, String(leaseMs)]);
  onTestFinished(() => void rival.kill('SIGKILL'));
  await once(rival, 'message');
  return rival;
};

const clientNames = async (look: Redis) => String(await look.client('LIST'));

describe('user code that blocks the event loop', () => {
  it('for ten leases keeps its lease, and its result is stored', async () => {
    const { queue, handle, spec, rival } = await claimBesideRival();
    const claimed = vi.fn();
    rival.on('message', claimed);
    blockFor(10 * leaseMs);
    await queue.ack(spec, 'worked hard');

    expect(await handle.result()).toBe('worked hard');
    expect(spec.claim?.signal.aborted).toBe(false);
    expect(claimed).not.toHaveBeenCalled();
  });

  it('for longer than blockedLimitMs loses it, hears of it, and settles nothing', async () => {
    const { queue, spec, rival } = await claimBesideRival({ blockedLimitMs: leaseMs });
    blockFor(5 * leaseMs);

    expect(await once(rival, 'message')).toEqual([{ taskId: spec.taskId }, undefined]);
    await vi.waitFor(() => expect(spec.claim?.signal.aborted).toBe(true), longMs);
    expect(spec.claim?.signal.reason).toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
    await expect(queue.ack(spec, 'too late')).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  });
});

describe('a task that may block the event loop for less long than another one of its claim', () => {
  it('loses its lease alone', async () => {
    const { open, look, prefix, redis } = await setup({ leaseMs, blockedLimitMs: leaseMs });
    const queue = open();
    const [short, long] = [add(), new TaskSpec({ name: 'add', args: [1, 2], timeoutMs: longMs })];
    await queue.enqueue([short, long]);
    const [lost, kept] = await Promise.all([queue.dequeue(), queue.dequeue()]);
    expect(lost.claim?.token).toBe(kept.claim?.token);
    await vi.waitFor(async () => expect(await clientNames(look)).toContain('graflow-leases'), longMs);
    const rival = await openRival(redis.url, prefix);
    const claimed = vi.fn();
    rival.on('message', claimed);
    blockFor(8 * leaseMs);
    await queue.ack(kept, 'kept');

    await vi.waitFor(() => expect(lost.claim?.signal.aborted).toBe(true), longMs);
    await expect(queue.ack(lost, 'too late')).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
    expect(claimed.mock.calls).toEqual([[{ taskId: short.taskId }, undefined]]);
  });
});

describe('a result that comes when its lease has ended', () => {
  it('is stored if nobody took the task meanwhile', async () => {
    const { open } = await setup({ leaseMs: 100, renewLeases: false });
    const queue = open();
    const handle = await queue.enqueue(add());
    const spec = await queue.dequeue();
    await vi.waitFor(() => expect(spec.claim?.signal.aborted).toBe(true), longMs);
    await queue.ack(spec, 'late, not lost');

    expect(await handle.result()).toBe('late, not lost');
  });

  it('because Redis was away is stored, and the task runs once', async () => {
    const { redis, open } = await setup({ leaseMs, commandTimeoutMs: 300 }, { appendOnly: true });
    const queue = open();
    const handle = await queue.enqueue(add());
    const spec = await queue.dequeue();
    await redis.kill();
    await vi.waitFor(() => expect(spec.claim?.signal.aborted).toBe(true), longMs);
    const settled = queue.ack(spec, 'done while it was away');
    await redis.restart();
    await settled;

    expect(await handle.result()).toBe('done while it was away');
    expect(await open().dequeue({ waitMs: 2 * leaseMs })).toBeUndefined();
  });
});

describe('the lease thread', () => {
  const watchThreads = () => {
    const threads: Worker[] = [];
    const watch = (thread: Worker) => void threads.push(thread);
    process.on('worker', watch);
    onTestFinished(() => void process.off('worker', watch));
    return threads;
  };

  it('is not started by a queue that claims nothing', async () => {
    const threads = watchThreads();
    const { open } = await setup();
    const queue = open();
    await queue.enqueue(add());
    await queue
      .handle('nobody')
      .result({ timeoutMs: 50 })
      .catch(() => undefined);

    expect(threads).toEqual([]);
  });

  it('is replaced when it dies, and the lease is kept meanwhile', async () => {
    const threads = watchThreads();
    const { look, tag, spec, queue, rival } = await claimBesideRival();
    const claimed = vi.fn();
    rival.on('message', claimed);
    await threads[0]?.terminate();
    await vi.waitFor(() => expect(threads).toHaveLength(2), longMs);
    const token = spec.claim?.token ?? '';
    const valid = await look.zscore(`${tag}:l`, token);
    await vi.waitFor(async () => expect(Number(await look.zscore(`${tag}:l`, token))).toBeGreaterThan(Number(valid)));
    await queue.ack(spec);

    expect(claimed).not.toHaveBeenCalled();
  });

  it('serves all queues of a process, each by its own connection, and ends with the last of them', async () => {
    const threads = watchThreads();
    const { look, open } = await setup({ leaseMs }, { own: true });
    const queues = [open(), open()];
    const connections = async () => (await clientNames(look)).split('name=graflow-leases').length - 1;
    await Promise.all(
      queues.map(async (queue) => {
        await queue.enqueue(add());
        await queue.dequeue();
      }),
    );
    await vi.waitFor(async () => expect(await connections()).toBe(2), longMs);
    expect(threads).toHaveLength(1);

    await queues[0]?.close();
    await vi.waitFor(async () => expect(await connections()).toBe(1), longMs);
    const ended = once(threads[0] as Worker, 'exit');
    await queues[1]?.close();
    expect(await ended).toHaveLength(1);
  });

  it('is there again for a queue that claims after the last one was closed', async () => {
    const threads = watchThreads();
    const { look, open } = await setup({ leaseMs }, { own: true });
    for (const queue of [open(), open()]) {
      await queue.enqueue(add());
      await queue.dequeue();
      await vi.waitFor(async () => expect(await clientNames(look)).toContain('graflow-leases'), longMs);
      await queue.close();
    }
    expect(threads).toHaveLength(2);
  });

  it('reaches Redis as the client of the user does', async () => {
    const { redis, look, open } = await setup({ leaseMs }, { own: true });
    await look.config('SET', 'requirepass', 'secret');
    const client = new Redis({ port: redis.port, password: 'secret', retryStrategy: () => 100 });
    onTestFinished(() => client.disconnect());
    const queue = open({ url: undefined, client });
    await queue.enqueue(add());
    await queue.dequeue();

    await vi.waitFor(async () => expect(await clientNames(look)).toContain('graflow-leases'), longMs);
  });

  it('is left out where the way to Redis cannot go to a thread; the main thread renews', async () => {
    const threads = watchThreads();
    const { redis, open } = await setup({ leaseMs });
    const connection = { port: redis.port, natMap: () => null };
    const queue = open({ url: undefined, connection });
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    expect(await open({ url: undefined, connection }).dequeue({ waitMs: 3 * leaseMs })).toBeUndefined();
    await queue.ack(spec);

    expect(threads).toEqual([]);
  });
});
