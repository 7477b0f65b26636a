import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { expect, onTestFinished, test } from 'vitest';
import { Worker } from './worker.ts';

const setup = () => {
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const queues = ['first', 'second'].map((name) => new InMemoryTaskQueue({ name, registry }));
  const worker = new Worker({ queues });
  onTestFinished(async () => {
    await worker.stop({ deadlineMs: 0 });
    for (const queue of queues) await queue.close();
  });
  return { worker, queues };
};

test('a worker consumes from its start to its stop', async () => {
  const { worker } = setup();
  expect(await worker.health()).toMatchObject({ isConsuming: false, running: 0 });
  await worker.start();
  expect(await worker.health()).toMatchObject({ isConsuming: true, queues: [{ queue: 'first' }, { queue: 'second' }] });
  await worker.stop();
  expect(await worker.health()).toMatchObject({ isConsuming: false });
});

test('one bad queue makes a worker bad, and says why', async () => {
  const { worker, queues } = setup();
  await worker.start();
  await queues[1]?.close();
  const { isConsuming, queues: said } = await worker.health();
  expect(isConsuming).toBe(false);
  expect(said.map(({ code }) => code)).toEqual([undefined, 'GRAFLOW_QUEUE_CLOSED']);
});

test('it counts what runs', async () => {
  const { worker, queues } = setup();
  await worker.start();
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const handle = await queues[0]?.enqueue(() => ended);
  await expect.poll(async () => (await worker.health()).running).toBe(1);
  end();
  await handle?.result();
});
