import { TaskSpec } from '@graflow/taskspec';
import { startRedis } from '@graflow-tooling/redis-server';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisTaskQueue } from '../src/index.ts';
import { newRegistry, setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

describe('a Redis that is not there', () => {
  it('is named with its address, without the password, and with what to check', async () => {
    const url = 'redis://worker:very-secret@127.0.0.1:1/0';
    await using queue = new RedisTaskQueue({ url, commandTimeoutMs: 300 });
    const error = await queue.ready().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
    expect(String(error)).toContain('redis://worker:***@127.0.0.1:1/0');
    expect(String(error)).toContain('ECONNREFUSED');
    expect(String(error)).toContain('Check that Redis runs there');
    expect(JSON.stringify(error)).not.toContain('very-secret');
  });

  it('rejects enqueue and dequeue by the deadline of a command', async () => {
    await using queue = new RedisTaskQueue({
      url: 'redis://127.0.0.1:1',
      commandTimeoutMs: 200,
      registry: newRegistry(),
    });
    await expect(queue.enqueue(add())).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
    await expect(queue.dequeue()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
  });
});

describe('a Redis that wants a password', () => {
  it('is told apart from one that is away', async () => {
    const redis = await startRedis({ own: true });
    onTestFinished(() => redis.stop());
    const admin = new Redis(redis.url);
    onTestFinished(() => admin.disconnect());
    await admin.config('SET', 'requirepass', 'the-right-one');
    await using queue = new RedisTaskQueue({ url: redis.url, commandTimeoutMs: 500 });
    await expect(queue.ready()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_AUTH' });
  });
});

describe('a Redis that may lose tasks', () => {
  it('is warned of by name, and used', async () => {
    const { open } = await setup({}, { args: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'] });
    const codes: unknown[] = [];
    const listen = (warning: Error & { readonly code?: string }) => codes.push(warning.code);
    process.on('warning', listen);
    onTestFinished(() => void process.off('warning', listen));
    await open().ready();
    await vi.waitFor(() => expect(codes).toEqual(['GRAFLOW_REDIS_EVICTS', 'GRAFLOW_REDIS_NOT_DURABLE']));
  });
});

describe('a Redis that goes away and comes back', () => {
  it('is used again without a new queue: what was claimed is settled, what waits is claimed', async () => {
    const { redis, open } = await setup({ commandTimeoutMs: 500 }, { appendOnly: true });
    const queue = open();
    const first = await queue.enqueue(add());
    const spec = await queue.dequeue();
    await redis.kill();
    const settled = queue.ack(spec, 'done while it was away');
    await redis.restart();

    await settled;
    expect(await first.result()).toBe('done while it was away');
    const second = await queue.enqueue(add());
    expect((await queue.dequeue()).taskId).toBe(second.taskId);
  });
});

describe('close', () => {
  it('ends by its deadline although Redis does not answer', async () => {
    const { redis, open } = await setup({ leaseMs: 60_000 }, { own: true });
    const queue = open();
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    redis.freeze();
    const settled = queue.ack(spec, 3).catch((error: unknown) => error);
    const start = performance.now();
    await queue.close({ deadlineMs: 200 });

    expect(performance.now() - start).toBeLessThan(2_000);
    expect(await settled).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    redis.thaw();
  });
});
