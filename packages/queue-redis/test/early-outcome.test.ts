import { TaskSpec } from '@graflow/taskspec';
import { expect, it } from 'vitest';
import { setup } from './open-queue.ts';

const add = (taskId?: string) => new TaskSpec({ name: 'add', args: [1, 2], ...(taskId && { taskId }) });

/** A producer that listens already, because it has waited for a result before. */
const openListening = async () => {
  const { open, look } = await setup({}, { own: true });
  const [producer, worker] = [open(), open()];
  const run = async (spec: TaskSpec, value: unknown) => {
    const handle = await producer.enqueue(spec);
    await worker.ack(await worker.dequeue(), value);
    return handle;
  };
  expect(await (await run(add(), 0)).result()).toBe(0);
  await look.config('RESETSTAT');
  const readsOf = async () => /cmdstat_get:calls=(\d+)/.exec(await look.info('commandstats'))?.[1];
  const cut = () => look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  return { producer, worker, run, readsOf, cut };
};

it('a result that was told before anybody waited is not read', async () => {
  const { run, readsOf } = await openListening();
  expect(await (await run(add(), 3)).result()).toBe(3);
  expect(await readsOf()).toBeUndefined();
});

it('a result that is too large to be told is read', async () => {
  const { run, readsOf } = await openListening();
  const large = 'x'.repeat(1_000);
  expect(await (await run(add(), large)).result()).toBe(large);
  expect(await readsOf()).toBe('1');
});

it('a result is read where a message may have been missed', async () => {
  const { producer, worker, cut } = await openListening();
  const handle = await producer.enqueue(add());
  await cut();
  await worker.ack(await worker.dequeue(), 3);
  expect(await handle.result({ timeoutMs: 3_000 })).toBe(3);
});

it('the result of an id that had ended before is read', async () => {
  const { producer, run } = await openListening();
  expect(await (await run(add('order'), 3)).result()).toBe(3);
  const again = await producer.enqueue(add('order'));
  expect(await again.result({ timeoutMs: 3_000 })).toBe(3);
});

it('a result may be asked for as often as one likes', async () => {
  const { run } = await openListening();
  const handle = await run(add(), 3);
  expect(await Promise.all([handle.result(), handle.result()])).toEqual([3, 3]);
  expect(await handle.result()).toBe(3);
});
