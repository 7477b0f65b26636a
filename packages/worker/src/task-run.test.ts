import { EventEmitter, once } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { expect, test } from 'vitest';
import { Reporter } from './reporter.ts';
import { TaskRun } from './task-run.ts';
import type { WorkerEvents } from './worker-events.ts';

const setup = async () => {
  const queue = new InMemoryTaskQueue({ leaseMs: 10, renewLeases: false });
  await queue.enqueue(() => 1);
  const spec = await queue.dequeue();
  return new TaskRun(spec, queue, new Reporter(new EventEmitter<WorkerEvents>(), console));
};

test('fires a signal that a task looked at before', async () => {
  const run = await setup();
  const { signal } = run;
  run.abort('why');
  expect(signal).toMatchObject({ aborted: true, reason: 'why' });
});

test('fires a signal that a task looks at later', async () => {
  const run = await setup();
  run.abort('why');
  run.abort('another reason, too late');
  expect(run.signal).toMatchObject({ aborted: true, reason: 'why' });
});

test('fires the signal when the lease is lost, before or after the first look', async () => {
  const [early, late] = [await setup(), await setup()];
  const { signal } = early;
  await Promise.all([once(signal, 'abort'), once(late.claim.signal, 'abort')]);
  for (const fired of [signal, late.signal]) expect(fired.reason).toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
});
