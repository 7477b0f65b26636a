import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { type AnySpec, type TaskIntake, TaskSpec } from '@graflow/taskspec';
import { expect, it, onTestFinished, vi } from 'vitest';
import { setup } from './open-queue.ts';

const task = (taskId: string) => new TaskSpec({ name: 'work', taskId });

/** Passes bytes on until the near side is silenced; what Redis says still comes. */
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
  return { url, silence: () => ways.forEach(({ near, redis }) => near.unpipe(redis)) };
};

/** A worker's side of a queue, two slots wide, and the clients of it that Redis has something for. */
const openWorker = async () => {
  const { redis, open, look, tag } = await setup({}, { own: true });
  const proxy = await proxyTo(redis.port);
  const queue = open({ url: proxy.url });
  const claimed: AnySpec[] = [];
  const intake: TaskIntake = queue.intake({ claimed: (spec) => claimed.push(spec), unserved: () => undefined });
  intake.want(2);
  const hasAskedAhead = async () =>
    String(await look.client('LIST'))
      .split('\n')
      .some((line) => / flags=b /.test(line) && !/ qbuf=0 /.test(line));
  const settle = (spec: AnySpec) =>
    new Promise<void>((resolve) => {
      intake.want(1);
      intake.settle(spec, { step: 'ack', value: 1 }, () => resolve());
    });
  return { redis, producer: open(), proxy, look, tag, claimed, intake, settle, hasAskedAhead, queue };
};

it('a worker that runs nothing has to say nothing to get the next task, once and again', async () => {
  const { producer, proxy, claimed, settle, hasAskedAhead } = await openWorker();
  await vi.waitFor(async () => expect(await hasAskedAhead()).toBe(true));
  await producer.enqueue(task('first'));
  await vi.waitFor(() => expect(claimed).toHaveLength(1));
  await settle(claimed[0] as AnySpec);
  await vi.waitFor(async () => expect(await hasAskedAhead()).toBe(true));
  proxy.silence();
  await producer.enqueue(task('second'));
  await vi.waitFor(() => expect(claimed.map(({ taskId }) => taskId)).toEqual(['first', 'second']));
});

it('a worker that runs a task claims nothing that it would have to come for', async () => {
  const { producer, proxy, claimed, look, tag, hasAskedAhead } = await openWorker();
  await producer.enqueue(task('first'));
  await vi.waitFor(() => expect(claimed).toHaveLength(1));
  await vi.waitFor(async () => expect(await look.info('clients')).toContain('blocked_clients:1'));
  expect(await hasAskedAhead()).toBe(false);
  proxy.silence();
  await producer.enqueue(task('second'));
  await vi.waitFor(async () => expect(await look.exists(`${tag}:m`)).toBe(0)); // the marker has come
  expect(await look.lrange(`${tag}:r:2`, 0, -1)).toEqual(['second']);
});

it('a task that comes to a worker which wants nothing any more is given back at once', async () => {
  const { producer, intake, claimed, hasAskedAhead } = await openWorker();
  await vi.waitFor(async () => expect(await hasAskedAhead()).toBe(true));
  intake.close();
  const handle = await producer.enqueue(task('first'));
  const spec = (await producer.dequeue({ waitMs: 4_000 })) as TaskSpec;
  expect([spec.taskId, spec.attempt, claimed]).toEqual(['first', 1, []]);
  await producer.ack(spec, 3);
  expect(await handle.result()).toBe(3);
});

it('a claim behind a read that was cut off is asked for again', async () => {
  const { producer, look, claimed, hasAskedAhead } = await openWorker();
  await vi.waitFor(async () => expect(await hasAskedAhead()).toBe(true));
  const blocked = String(await look.client('LIST'))
    .split('\n')
    .find((line) => / flags=b /.test(line));
  await look.client('KILL', 'ID', String(/^id=(\d+)/.exec(blocked ?? '')?.[1]));
  await producer.enqueue(task('first'));
  await vi.waitFor(() => expect(claimed.map(({ taskId }) => taskId)).toEqual(['first']), 8_000);
});

it('what is not plain is claimed the long way', async () => {
  const { producer, claimed, hasAskedAhead } = await openWorker();
  await vi.waitFor(async () => expect(await hasAskedAhead()).toBe(true));
  await producer.limits.set({ concurrency: 1 });
  await producer.enqueue([task('first'), task('second')]);
  await vi.waitFor(() => expect(claimed.map(({ taskId }) => taskId)).toEqual(['first']));
});
