import { randomUUID } from 'node:crypto';
import { type RedisServer, startSentinel } from '@graflow-tooling/redis-server';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisTaskQueue } from '../src/index.ts';
import { newRegistry } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

const group = await startSentinel({ tls: true, password: 'secret' });
afterAll(() => group.stop());

/** Queues of one name behind the Sentinels. */
const setup = () => {
  const prefix = randomUUID();
  return (): RedisTaskQueue => {
    const queue = new RedisTaskQueue({ connection: group.connection, prefix, registry: newRegistry() });
    onTestFinished(() => queue.close());
    return queue;
  };
};

const work = async (queue: RedisTaskQueue): Promise<void> => {
  for (;;) await queue.ack(await queue.dequeue(), 3);
};

const tell = async (server: RedisServer, ...[command = '', ...args]: readonly string[]) => {
  const client = new Redis(server.connection);
  try {
    return await client.call(command, args);
  } finally {
    client.disconnect();
  }
};

describe('a queue behind Sentinels', () => {
  it('asks for the master again when the one it knows refuses to write', async () => {
    const open = setup();
    const [master, replica] = group.servers as [RedisServer, RedisServer];
    const queue = open();
    await queue.ready();
    await tell(master, 'REPLICAOF', '127.0.0.1', `${replica.port}`);
    const enqueued = queue.enqueue(add());
    await tell(master, 'REPLICAOF', 'NO', 'ONE');
    await expect(enqueued).resolves.toMatchObject({ taskId: expect.any(String) as string });
  });

  it('asks the next Sentinel when one does not answer', async () => {
    const open = setup();
    const [first] = group.sentinels as [RedisServer];
    first.freeze();
    onTestFinished(() => first.thaw());
    await expect(open().enqueue(add())).resolves.toMatchObject({ taskId: expect.any(String) as string });
  });

  it('goes on with the new master, whoever waits hears of the outcome', { timeout: 60_000 }, async () => {
    const open = setup();
    const [master, replica] = group.servers as [RedisServer, RedisServer];
    const queue = open();
    const outcome = (await queue.enqueue(add())).result();
    await vi.waitFor(async () => expect(await tell(replica, 'DBSIZE')).toBe(await tell(master, 'DBSIZE')), 10_000);
    await master.kill();
    work(open()).catch(() => undefined); // it closed

    expect(await outcome).toBe(3);
    expect(await (await queue.enqueue(add())).result()).toBe(3);
  });
});
