import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { expect, onTestFinished, test } from 'vitest';
import { claimerOf } from './claimer.ts';

const setup = ({ waitMs }: { readonly waitMs?: number } = {}) => {
  const [urgent, usual] = [new InMemoryTaskQueue({ name: 'urgent' }), new InMemoryTaskQueue({ name: 'usual' })];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const wait = { signal: stop.signal, ...(waitMs === undefined ? {} : { waitMs }) };
  return { urgent, usual, stop, claim: claimerOf([urgent, usual], wait) };
};

test('serves the earlier queue first', async () => {
  const { urgent, usual, claim } = setup();
  await usual.enqueue(() => 'usual');
  await urgent.enqueue(() => 'urgent');
  expect((await claim())?.queue).toBe(urgent);
  expect((await claim())?.queue).toBe(usual);
});

test('waits at all queues when all are empty', async () => {
  const { usual, claim } = setup();
  const claiming = claim();
  const handle = await usual.enqueue(() => 1);
  expect(await claiming).toMatchObject({ queue: usual, spec: { taskId: handle.taskId } });
});

test('gives back a second task that was claimed in the same moment', async () => {
  const { urgent, usual, claim } = setup();
  const claiming = claim();
  await new Promise(setImmediate); // both queues are empty and are waited at
  await Promise.all([usual.enqueue(() => 'usual'), urgent.enqueue(() => 'urgent')]);
  const first = await claiming;
  const second = await claim();
  expect(new Set([first?.queue, second?.queue])).toEqual(new Set([urgent, usual]));
  expect(second?.spec.attempt).toBe(1);
});

test('gives undefined at once when all are empty and it may not wait', async () => {
  const { claim } = setup({ waitMs: 0 });
  expect(await claim()).toBeUndefined();
});

test('rejects when it is told to stop', async () => {
  const { stop, claim } = setup();
  const claiming = claim();
  stop.abort(new Error('stop'));
  await expect(claiming).rejects.toThrow('stop');
});
