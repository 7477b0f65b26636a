import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished } from 'vitest';
import { setup } from './open-queue.ts';

/** Passes bytes on; what Redis answers can be held up. */
const proxyTo = async (port: number) => {
  const ways: { readonly near: Socket; readonly redis: Socket }[] = [];
  const server = createServer((near) => {
    const redis = connect(port, '127.0.0.1');
    ways.push({ near, redis });
    for (const socket of [near, redis]) socket.on('error', () => undefined);
    near.pipe(redis).pipe(near);
    onTestFinished(() => {
      near.destroy();
      redis.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const holdUp = () => ways.forEach(({ near, redis: from }) => from.unpipe(near));
  const goOn = () => ways.forEach(({ near, redis: from }) => from.pipe(near));
  return { url, holdUp, goOn };
};

it('a claim that is heard of when its lease may have ended is given back, and not started', async () => {
  const { redis, open } = await setup({ leaseMs: 1_000 });
  const proxy = await proxyTo(redis.port);
  const patient = { commandTimeoutMs: 60_000 }; // a claim that is sent again would go by a connection that nobody holds up
  const [slow, quick] = [open({ url: proxy.url, ...patient }), open()];
  for (let times = 0; times < 2; times += 1) await slow.dequeue({ waitMs: 0 }); // it is connected, and Redis knows its scripts
  await quick.enqueue(new TaskSpec({ name: 'work', taskId: 'once' }));
  const claimed = slow.dequeue({ waitMs: 0 });
  proxy.holdUp();
  const again = await quick.dequeue();
  expect([again.taskId, again.attempt]).toEqual(['once', 2]);
  proxy.goOn();
  expect(await claimed).toBeUndefined();
  await quick.ack(again, 'here');
  expect(await quick.handle('once').result()).toBe('here');
});
