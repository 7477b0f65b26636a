import { AsyncLocalStorage } from 'node:async_hooks';
import type { IntakeOptions, TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test, vi } from 'vitest';
import { InMemoryTaskQueue } from './in-memory-task-queue.ts';

const setup = (options: IntakeOptions = {}) => {
  const queue = new InMemoryTaskQueue();
  onTestFinished(() => queue.close());
  const specs: TaskSpec[] = [];
  const claimed = vi.fn((spec: TaskSpec) => void specs.push(spec));
  const unserved = vi.fn<(count: number, error?: unknown) => void>();
  return { queue, specs, claimed, unserved, intake: queue.intake({ claimed, unserved }, options) };
};
const noop = (): void => {};

test('claims as many tasks as are wanted, and no more', async () => {
  const { queue, intake, claimed } = setup();
  for (let count = 0; count < 3; count += 1) await queue.enqueue(noop);
  intake.want(2);
  expect(claimed).toHaveBeenCalledTimes(2);
});

test('hands a task out after the call that enqueued it, outside of its async context', async () => {
  const { queue, intake, claimed } = setup();
  const producer = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  claimed.mockImplementation(() => {
    seen.push(producer.getStore());
  });
  intake.want(1);
  const enqueued = producer.run('producer', () => queue.enqueue(noop));
  expect(seen).toEqual([]);
  await enqueued;
  await vi.waitFor(() => expect(seen).toEqual([undefined]));
});

test('settles before it returns, and tells what the claim refuses', async () => {
  const { queue, specs, intake } = setup();
  const handle = await queue.enqueue(() => 42);
  intake.want(1);
  const [spec] = specs as [TaskSpec];
  const settled = vi.fn<(error?: unknown) => void>();
  intake.settle(spec, { step: 'ack', value: 42 }, settled);
  expect(settled.mock.calls).toEqual([[]]);
  expect(await handle.result()).toBe(42);
  intake.settle(spec, { step: 'ack', value: 43 }, settled);
  expect(settled).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'GRAFLOW_LEASE_LOST' }));
});

test('runs a long chain of tasks that end at once without growing the stack', async () => {
  const { queue, intake, claimed } = setup();
  claimed.mockImplementation((spec) => {
    intake.settle(spec, { step: 'ack', value: undefined }, () => intake.want(1));
  });
  const handles = await Promise.all(Array.from({ length: 20_000 }, () => queue.enqueue(noop)));
  intake.want(1);
  await handles.at(-1)?.result();
  expect(claimed).toHaveBeenCalledTimes(20_000);
});

test('tells what is not served: at once when only what is there is wanted, or when the queue closes', async () => {
  const once = setup({ untilEmpty: true });
  once.intake.want(3);
  expect(once.unserved.mock.calls).toEqual([[3, undefined]]);
  const patient = setup();
  patient.intake.want(3);
  expect(patient.unserved).not.toHaveBeenCalled();
  await patient.queue.close();
  await vi.waitFor(() => expect(patient.unserved).toHaveBeenCalled());
  expect(patient.unserved).toHaveBeenCalledWith(3, expect.objectContaining({ code: 'GRAFLOW_QUEUE_CLOSED' }));
});

test('hears of nothing once it is closed', async () => {
  const { queue, intake, claimed } = setup();
  intake.want(1);
  intake.close();
  await queue.enqueue(noop);
  expect((await queue.dequeue({ waitMs: 0 }))?.name).toBe('noop');
  expect(claimed).not.toHaveBeenCalled();
});
