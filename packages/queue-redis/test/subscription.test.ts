import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import { Subscription } from '../src/outcomes/subscription.ts';
import { setup } from './open-queue.ts';

/** Passes on everything but what is sent once somebody subscribes for the second time. */
const proxyTo = async (port: number) => {
  let subscriptions = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined).on('close', () => [near, far].map(end));
    far.pipe(near);
    near.on('data', (sent) => {
      if (sent.includes('subscribe')) subscriptions += 1;
      if (subscriptions < 2) far.write(sent);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const end = (socket: Socket) => socket.destroy();

const open = async ({ byProxy = false } = {}) => {
  const { redis } = await setup({}, { own: true });
  const connection = new Connection({ url: byProxy ? await proxyTo(redis.port) : redis.url });
  onTestFinished(() => connection.close(new Error('the test is over')));
  const opened = vi.spyOn(connection, 'open');
  const look = new Redis(redis.url);
  onTestFinished(() => look.disconnect());
  const [onMessage, onLost, onReady] = [vi.fn(), vi.fn(), vi.fn()];
  const subscription = new Subscription(connection, ['news'], { onMessage, onLost, onReady });
  await subscription.listen();
  const client = opened.mock.results[0]?.value as Redis;
  const cut = () => look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  return { connection, subscription, client, cut, look, onMessage, onLost, onReady };
};

it('listens again after its connection was cut, and says so each time', async () => {
  const { subscription, cut, look, onMessage, onLost, onReady } = await open();
  expect(subscription.isLive).toBe(true);
  const liveWhenLost = new Promise((resolve) => onLost.mockImplementation(() => resolve(subscription.isLive)));
  await cut();
  expect(await liveWhenLost).toBe(false);
  await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1));
  expect(subscription.isLive).toBe(true);
  await look.publish('news', 'here');
  await vi.waitFor(() => expect(onMessage).toHaveBeenCalledExactlyOnceWith('here'));
});

it('leaves no rejected promise behind when it is closed before Redis has confirmed that', async () => {
  const { connection, client, cut } = await open({ byProxy: true });
  const rejected = vi.fn();
  process.on('unhandledRejection', rejected);
  onTestFinished(() => void process.off('unhandledRejection', rejected));
  await cut();
  await once(client, 'ready');
  connection.close(new Error('closed'));
  await once(client, 'end');
  await new Promise(setImmediate);
  expect(rejected).not.toHaveBeenCalled();
});
