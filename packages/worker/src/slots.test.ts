import { EventEmitter } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import type { IntakeListener, SettleStep, TaskQueue } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';
import { ClaimBackoff } from './claim-backoff.ts';
import { execute } from './execute.ts';
import { Reporter } from './reporter.ts';
import { Slots } from './slots.ts';
import type { WorkerEvents } from './worker-events.ts';

/** A queue whose settles wait until the test lets them through. */
const setup = async (tasks: number, concurrency: number, untilEmpty = false) => {
  const memory = new InMemoryTaskQueue();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  for (let count = 0; count < tasks; count += 1) await memory.enqueue(() => count);
  const open: (() => void)[] = [];
  const wanted: number[] = [];
  const intake = (listener: IntakeListener) => ({
    want: (count: number): void => {
      wanted.push(count);
      for (let left = count; left > 0; left -= 1)
        void memory
          .dequeue(untilEmpty ? { waitMs: 0 } : { signal: stop.signal })
          .then((spec) => (spec === undefined ? listener.unserved(1) : listener.claimed(spec)))
          .catch(() => undefined);
    },
    settle: (_spec: unknown, _step: SettleStep, settled: () => void): void => void open.push(settled),
    close: (): void => undefined,
  });
  const queue = Object.assign(Object.create(memory) as TaskQueue, { intake });
  const reporter = new Reporter(new EventEmitter<WorkerEvents>(), console);
  const backoff = new ClaimBackoff(stop.signal);
  const options = { queues: [queue] as const, concurrency, reporter, backoff, stopping: stop.signal, untilEmpty };
  const slots = new Slots({ ...options, execute: (run, ended) => execute(run, ended) });
  slots.start();
  return { slots, open, wanted, stop };
};

test('a slot takes the next task while its last one is settled, and no more than that', async () => {
  const { slots, open } = await setup(10, 2);
  await expect.poll(() => open.length).toBe(4);
  await new Promise(setImmediate);
  expect([open.length, slots.running.size]).toEqual([4, 4]);
});

test('a settle that is done makes room for another task', async () => {
  const { open } = await setup(10, 1);
  await expect.poll(() => open.length).toBe(2);
  open.shift()?.();
  await expect.poll(() => open.length).toBe(2);
});

test('slots that run until the queue is empty ask again only when their task is settled', async () => {
  const { slots, open, wanted } = await setup(1, 1, true);
  await expect.poll(() => open.length).toBe(1);
  expect(wanted).toEqual([1]);
  open.shift()?.();
  await slots.ended;
  expect(wanted).toEqual([1, 1]);
});

test('slots have ended only when everything is settled', async () => {
  const { slots, open, stop } = await setup(1, 1);
  await expect.poll(() => open.length).toBe(1);
  let hasEnded = false;
  void slots.ended.then(() => (hasEnded = true));
  stop.abort();
  await new Promise(setImmediate);
  expect(hasEnded).toBe(false);
  open.shift()?.();
  await slots.ended;
});
