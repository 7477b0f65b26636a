import { EventEmitter } from 'node:events';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { taskContext, TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { describe, expect, it, onTestFinished } from 'vitest';

const setup = async () => {
  const queue = new InMemoryTaskQueue();
  const worker = new Worker({ queue });
  onTestFinished(() => queue.close());
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));
  await worker.start();
  return { queue };
};

const retry = { maxAttempts: 3, minDelayMs: 0 };

describe('the state that a task writes', () => {
  it('is the one of its queue, and written once however often the task runs', async () => {
    const { queue } = await setup();
    const count = async (): Promise<readonly number[]> => {
      const { attempt, state } = taskContext();
      const sums = [await state('run').add('total', 1), await queue.state('run').add('total', 10)];
      if (attempt < 3) throw new Error('once more');
      return sums;
    };
    const handle = await queue.enqueue(new TaskSpec({ executable: count, retry }));

    expect(await handle.result()).toEqual([1, 11]);
    expect(await queue.state('run').get('total')).toBe(11);
  });

  it('is that of the task in callbacks too, which are called from outside', async () => {
    const { queue } = await setup();
    const bell = new EventEmitter();
    const ringing = setInterval(() => bell.emit('ring'), 1);
    onTestFinished(() => clearInterval(ringing));
    const count = async (): Promise<number> => {
      const { attempt, state } = taskContext();
      const run = state('run');
      const sum = await new Promise<number>((resolve) => bell.once('ring', () => resolve(run.add('total', 1))));
      if (attempt === 1) throw new Error('once more');
      return sum;
    };

    expect(await (await queue.enqueue(new TaskSpec({ executable: count, retry }))).result()).toBe(1);
  });
});

describe('a task that waits for a signal', () => {
  it('gets it from whoever sends it, and gives up when its own signal fires', async () => {
    const { queue } = await setup();
    const approve = (): Promise<string> => taskContext().waitForSignal<string>('order-17', 'approved');
    const approved = await queue.enqueue(approve);
    const late = await queue.enqueue(approve, [], { timeoutMs: 50, retry: { maxAttempts: 1 } });

    await expect(late.result()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_TIMEOUT' });
    await queue.signal('order-17', 'approved', 'by Ada');
    expect(await approved.result()).toBe('by Ada');
  });
});
