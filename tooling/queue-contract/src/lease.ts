import type { TaskHandle, TaskQueue } from '@graflow/taskspec';
import { describe, expect, test, vi } from 'vitest';
import { claimNext, expectEmpty } from './claimed.ts';
import { longMs, type Setup } from './harness.ts';
import { noop } from './tasks.ts';

const leaseMs = 400;
const dying = { leaseMs, renewLeases: false };
const timeout = 30_000;

/** A claim is valid for a while, and as long as its holder lives. */
export function describeLease(setup: Setup): void {
  describe('a lease', { timeout }, () => {
    test('lasts as long as its holder keeps the claim', async () => {
      const { queue, another } = await setup({ leaseMs });
      const handle = await queue.enqueue(noop);
      const spec = await claimNext(queue);
      expect(await (await another()).dequeue({ waitMs: leaseMs * 3 })).toBeUndefined();
      expect(spec.claim?.signal.aborted).toBe(false);
      await queue.ack(spec, 'held');
      expect(await handle.result()).toBe('held');
    });

    test('that ends gives the task to the next claimer: an attempt more, no failure', async () => {
      const { queue, another } = await setup(dying);
      const { taskId } = await queue.enqueue(noop);
      await claimNext(queue);
      const spec = await claimNext(await another());
      expect(spec).toMatchObject({ taskId, attempt: 2, claim: { attempt: 2, failures: 0 } });
    });

    test('that ended settles nothing', async () => {
      const { queue, another } = await setup(dying);
      const other = await another();
      const handle = await queue.enqueue(noop);
      const late = await claimNext(queue);
      const fresh = await claimNext(other);
      await expect(queue.ack(late, 'late')).rejects.toMatchObject({
        code: 'GRAFLOW_LEASE_LOST',
        details: { taskId: handle.taskId, attempt: 1 },
      });
      await other.ack(fresh, 'fresh');
      expect(await handle.result()).toBe('fresh');
    });

    test('that ends fires the signal of its claim', async () => {
      const { queue } = await setup(dying);
      const { taskId } = await queue.enqueue(noop);
      const { claim } = await claimNext(queue);
      await vi.waitFor(() => expect(claim?.signal.aborted).toBe(true), { timeout: longMs });
      expect(claim?.signal.reason).toMatchObject({ code: 'GRAFLOW_LEASE_LOST', details: { taskId, attempt: 1 } });
    });

    test('lost too often makes the task poison', async () => {
      const { queue } = await setup(dying);
      const handle = await queue.enqueue(noop);
      for (const attempt of [1, 2, 3]) expect((await claimNext(queue)).attempt).toBe(attempt);
      expect(await endWhileSomebodyWaits(queue, handle)).toMatchObject({ code: 'GRAFLOW_TASK_POISON', attempt: 3 });
      await expectEmpty(queue);
    });

    test('lost by a holder that is heard of again does not count towards poison', async () => {
      const { queue, another } = await setup({ ...dying, maxLostLeases: 2 });
      const other = await another();
      const { taskId } = await queue.enqueue(noop);
      for (const attempt of [1, 2, 3]) {
        const held = await claimNext(queue);
        expect(held.attempt).toBe(attempt);
        const next = await claimNext(other);
        for (let time = 0; time < 2; time += 1)
          await expect(queue.ack(held)).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
        await other.release(next);
      }
      await queue.ack(await claimNext(queue));
      expect(await queue.handle(taskId).result()).toBeUndefined();
    });

    test('may be lost as often as the queue allows', async () => {
      const { queue } = await setup({ ...dying, maxLostLeases: 1 });
      const handle = await queue.enqueue(noop);
      await claimNext(queue);
      expect(await endWhileSomebodyWaits(queue, handle)).toMatchObject({ code: 'GRAFLOW_TASK_POISON', attempt: 1 });
    });

    test('given back after a crash counts as lost: the task waits again at once', async () => {
      const { queue } = await setup({ maxLostLeases: 2 });
      const { taskId } = await queue.enqueue(noop);
      await queue.release(await claimNext(queue), { crash: { name: 'Crash', message: 'out of memory' } });
      const spec = await claimNext(queue);
      expect(spec).toMatchObject({ taskId, attempt: 2, claim: { attempt: 2, failures: 0 } });
    });

    test('lost to too many crashes makes the task poison, and the last crash is its failure', async () => {
      const { queue } = await setup({ maxLostLeases: 2 });
      const handle = await queue.enqueue(noop);
      for (const message of ['first', 'second'])
        await queue.release(await claimNext(queue), { crash: { name: 'Crash', message } });
      const error = await handle.result().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'GRAFLOW_TASK_POISON',
        attempt: 2,
        failure: { name: 'Crash', message: 'second' },
      });
      await expectEmpty(queue);
    });

    test('that was given back is not lost: failures and releases make no poison', async () => {
      const { queue } = await setup({ ...dying, maxLostLeases: 1 });
      await queue.enqueue(noop);
      await queue.retry(await claimNext(queue));
      await queue.release(await claimNext(queue));
      const spec = await claimNext(queue);
      expect(spec.attempt).toBe(2);
      await queue.ack(spec);
      await expectEmpty(queue);
    });
  });
}

/** How a task ends that nobody settles; claimers that wait are what notices a lost lease. */
async function endWhileSomebodyWaits(queue: TaskQueue, handle: TaskHandle): Promise<unknown> {
  const ended = new AbortController();
  const waiting = queue.dequeue({ signal: ended.signal });
  const end = await handle.result({ timeoutMs: longMs }).catch((error: unknown) => error);
  ended.abort(new Error('nothing came'));
  await expect(waiting).rejects.toThrow('nothing came');
  return end;
}
