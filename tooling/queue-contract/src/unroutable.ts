import { type TaskQueue, TaskSpec } from '@graflow/taskspec';
import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty } from './claimed.ts';
import { type Capabilities, longMs, type Setup } from './harness.ts';

const refusalOf = (who: string) => ({ name: 'TaskResolutionError', message: `${who} knows no task "fly".` });

/** Not mine is not bad: what becomes of a task that a worker cannot run. */
export function describeUnroutable(setup: Setup, { separateWorkers = false }: Capabilities): void {
  describe('a refused task', () => {
    test('waits for its delay and comes again, with no attempt counted', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(new TaskSpec({ name: 'fly' }));
      await refuse(queue, 'first', 200);
      await expectEmpty(queue);
      expect((await claimNext(queue)).claim).toMatchObject({ attempt: 1, failures: 0 });
      await expect(handle.result({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'GRAFLOW_RESULT_TIMEOUT' });
    });

    test('is unroutable once the only worker refused it twice; the last refusal is told', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(new TaskSpec({ name: 'fly' }));
      await refuse(queue, 'first');
      await refuse(queue, 'second');
      await expect(handle.result()).rejects.toMatchObject({
        code: 'GRAFLOW_TASK_UNROUTABLE',
        failure: refusalOf('second'),
      });
      await expectEmpty(queue);
    });

    test('may be given back without a refusal as often as needed', async () => {
      const { queue } = await setup();
      await queue.enqueue(new TaskSpec({ name: 'fly' }));
      await refuse(queue, 'first');
      for (let round = 0; round < 5; round += 1) await queue.release(await claimNext(queue));
      expect((await claimNext(queue)).attempt).toBe(1);
    });

    if (separateWorkers) describeSeparateWorkers(setup);
  });
}

function describeSeparateWorkers(setup: Setup): void {
  test('goes on while a live worker has not refused it', async () => {
    const { queue, another } = await setup();
    const other = await another();
    await expectEmpty(other);
    const handle = await queue.enqueue(new TaskSpec({ name: 'fly' }));
    for (let round = 0; round < 4; round += 1) await refuse(queue, 'first');
    await other.ack(await claimNext(other), 'flown');
    expect(await handle.result()).toBe('flown');
  });

  test('is unroutable once every live worker refused it', async () => {
    const { queue, another } = await setup();
    const other = await another();
    await expectEmpty(other);
    const handle = await queue.enqueue(new TaskSpec({ name: 'fly' }));
    await refuse(queue, 'first');
    await refuse(other, 'second');
    await expect(handle.result()).rejects.toMatchObject({
      code: 'GRAFLOW_TASK_UNROUTABLE',
      failure: refusalOf('second'),
    });
  });

  test('is unroutable after a time, whoever else may live', async () => {
    const { queue, another } = await setup({ unroutableAfterMs: 300 });
    await expectEmpty(await another());
    const handle = await queue.enqueue(new TaskSpec({ name: 'fly' }));
    await refuse(queue, 'first', 400);
    await refuse(queue, 'second');
    await expect(handle.result({ timeoutMs: longMs })).rejects.toMatchObject({ code: 'GRAFLOW_TASK_UNROUTABLE' });
  });
}

async function refuse(queue: TaskQueue, who: string, delayMs = 0): Promise<void> {
  await queue.release(await claimNext(queue), { delayMs, refusal: refusalOf(who) });
}
