import { once } from 'node:events';
import { forkSource } from '@graflow-tooling/vitest/fork-source';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisTaskQueue } from '../src/index.ts';
import { newRegistry, setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });
const errorOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('close', () => {
  it('tells a settle that waits to be sent again', async () => {
    const { redis, open } = await setup({ commandTimeoutMs: 300 }, { own: true });
    const queue = open();
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    await redis.kill();
    const settled = errorOf(queue.ack(spec, 3));
    await errorOf(queue.dequeue());
    await queue.close({ deadlineMs: 20 });

    expect(await settled).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
  });

  it('tells a settle that still prepares its follow-ups', async () => {
    const { open } = await setup();
    const queue = open();
    await queue.enqueue(add());
    const settled = errorOf(queue.ack(await queue.dequeue(), 3, { followUps: [add()] }));
    await queue.close();

    expect(await settled).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
  });

  it('tells an enqueue that nobody waited for', async () => {
    const { open } = await setup();
    const queue = open();
    const enqueued = errorOf(queue.enqueue(add()));
    await queue.close();

    expect(await enqueued).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
  });

  it('tells a settle on its way through a client that hangs', async () => {
    const { redis, prefix } = await setup({}, { own: true });
    const client = new Redis(redis.url);
    onTestFinished(() => client.disconnect());
    const queue = new RedisTaskQueue({ client, prefix, registry: newRegistry() });
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    redis.freeze();
    const settled = errorOf(queue.ack(spec, 3));
    await queue.close({ deadlineMs: 50 });

    expect(await settled).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
    redis.thaw();
    expect(client.status).toBe('ready');
  });

  it.each(['used', 'hurried', 'unreachable'])('lets the process end: %s', async (how) => {
    const { redis, prefix } = await setup();
    const program = new URL('fixtures/open-and-close.ts', import.meta.url);
    const url = how === 'unreachable' ? 'redis://127.0.0.1:1' : redis.url;
    const child = forkSource(program, [url, prefix, how]);
    onTestFinished(() => void child.kill('SIGKILL'));

    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
