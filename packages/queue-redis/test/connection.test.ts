import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { TaskSpec } from '@graflow/taskspec';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import { RedisTaskQueue } from '../src/index.ts';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });
const errorOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

/** Passes bytes on, until told to swallow what the connections of now still send. */
const proxyTo = async (port: number) => {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  /** Resolves when a client has given up a connection that is dead now. */
  const swallow = async () => {
    const dead = [...sockets];
    sockets.clear();
    for (const socket of dead) socket.unpipe().resume();
    await Promise.race(dead.map((socket) => once(socket, 'close')));
  };
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, swallow };
};

describe('a connection that is open but dead', () => {
  it('is replaced after the deadline of a command', async () => {
    const { redis, open } = await setup();
    const proxy = await proxyTo(redis.port);
    const queue = open({ url: proxy.url, commandTimeoutMs: 200 });
    await queue.ready();
    void proxy.swallow();
    await expect(queue.ready()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
    await queue.ready();
  });

  it('does not keep a settle from arriving', async () => {
    const { redis, open } = await setup();
    const proxy = await proxyTo(redis.port);
    const queue = open({ url: proxy.url, commandTimeoutMs: 200 });
    await queue.enqueue(add());
    const spec = await queue.dequeue();
    void proxy.swallow();
    await queue.ack(spec, 3);
    expect(await open().handle(spec.taskId).result()).toBe(3);
  });
});

describe('a producer whose connection is stuck', () => {
  it('does not keep a worker of the same queue object from claiming and settling', async () => {
    const { redis, open } = await setup();
    const proxy = await proxyTo(redis.port);
    const queue = open({ url: proxy.url, commandTimeoutMs: 20_000 });
    const { taskId } = await queue.enqueue(add());
    void proxy.swallow();
    const stuck = errorOf(queue.enqueue(add()));
    await queue.ack(await queue.dequeue(), 3);
    expect(await open().handle(taskId).result()).toBe(3);
    await queue.close({ deadlineMs: 0 });
    expect(await stuck).toMatchObject({ code: 'GRAFLOW_QUEUE_CLOSED' });
  });
});

describe('a connection that nobody uses', () => {
  it('is replaced when it is found half open, before anybody needs it', async () => {
    const { redis, open } = await setup();
    const proxy = await proxyTo(redis.port);
    const queue = open({ url: proxy.url, commandTimeoutMs: 500 });
    await queue.ready();
    await proxy.swallow();
    const start = performance.now();
    await queue.ready();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('a subscription that is half open', () => {
  it('is replaced while somebody waits, and the next outcome is heard of at once', { timeout: 40_000 }, async () => {
    const { redis, open, look, tag } = await setup();
    const proxy = await proxyTo(redis.port);
    const waiting = open({ url: proxy.url });
    const handle = await waiting.enqueue(add());
    const outcome = handle.result();
    const listeners = (count: number) =>
      vi.waitFor(
        async () => expect(await look.pubsub('NUMSUB', `${tag}:done`)).toEqual([`${tag}:done`, count]),
        20_000,
      );
    await listeners(1);
    void proxy.swallow();
    await listeners(2); // Redis does not know yet that one of them is gone
    const queue = open();
    await queue.ack(await queue.dequeue(), 3);
    const start = performance.now();
    expect(await outcome).toBe(3);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("the user's client", () => {
  it('is neither replaced nor closed when it stops answering', async () => {
    const { redis, open } = await setup({}, { own: true });
    const client = new Redis(redis.url);
    onTestFinished(() => client.disconnect());
    const queue = open({ url: undefined, client, commandTimeoutMs: 100 });
    await queue.ready();
    redis.freeze();
    await expect(queue.ready()).rejects.toMatchObject({ code: 'GRAFLOW_REDIS_UNREACHABLE' });
    redis.thaw();
    await queue.close();
    expect(await client.ping()).toBe('PONG');
  });
});

describe('an outage', () => {
  it('leaves no claims behind that nobody hears of', async () => {
    const { redis, open } = await setup({ commandTimeoutMs: 300 }, { appendOnly: true });
    const queue = open();
    await open().enqueue(add());
    await redis.kill();
    for (let turn = 0; turn < 3; turn += 1) await errorOf(queue.dequeue());
    await redis.restart();
    const claim = async (): Promise<TaskSpec> => queue.dequeue().catch(claim);
    expect((await claim()).attempt).toBe(1);
  });
});

describe('an error of the client that no connection causes', () => {
  it.each([
    ['in its answer', () => Promise.reject(new RangeError('Invalid string length'))],
    [
      'at once',
      () => {
        throw new RangeError('Invalid string length');
      },
    ],
  ])('is not taken for an outage: %s', async (_when, command) => {
    const { redis } = await setup();
    const connection = new Connection({ url: redis.url, commandTimeoutMs: 100 });
    onTestFinished(() => connection.close(new Error('the test is over')));
    await connection.ask((client) => client.ping());
    const error = await errorOf(connection.ask<unknown>(command));
    expect(error).toMatchObject({ code: 'GRAFLOW_REDIS_CLIENT_FAILED', cause: { message: 'Invalid string length' } });
    expect(await connection.ask((client) => client.ping())).toBe('PONG');
  });
});

describe('a password', () => {
  it('is in no error, whatever is printed of it', async () => {
    const { redis, look } = await setup({}, { own: true });
    await look.config('SET', 'requirepass', 'the-right-one');
    await look.acl('SETUSER', 'someone', 'on', '>another', '+@all', '~*', '&*');
    const place = { host: '127.0.0.1', port: redis.port };
    for (const connection of [
      { ...place, password: 'top-secret' },
      { ...place, username: 'someone', password: 'top-secret' },
    ]) {
      await using queue = new RedisTaskQueue({ connection, commandTimeoutMs: 2_000 });
      const error = await errorOf(queue.ready());
      expect(error).toMatchObject({ code: 'GRAFLOW_REDIS_AUTH' });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('top-secret');
    }
  });

  it('is not shown where the url is not one of Redis', () => {
    for (const url of ['default:top-secret@127.0.0.1:6379', '127.0.0.1:6379', 'http://u:top-secret@127.0.0.1'])
      expect(() => new RedisTaskQueue({ url })).toThrow(/^The option url of RedisTaskQueue must begin with redis:/);
  });
});
