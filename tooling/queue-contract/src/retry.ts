import { describe, expect, test } from 'vitest';
import { claimNext, expectEmpty } from './claimed.ts';
import type { Setup } from './harness.ts';
import { noop } from './tasks.ts';

const badDelays = [-1, 0.5, Number.NaN, Infinity, '5'] as number[];
const failure = { name: 'Error', message: 'not yet' };

/** Giving a task back: after a failure, or without one. */
export function describeRetry(setup: Setup): void {
  describe('retry', () => {
    test('makes the task waiting again, one attempt and one failure further', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      for (const attempt of [1, 2, 3]) {
        const spec = await claimNext(queue);
        expect(spec).toMatchObject({ taskId, attempt, claim: { attempt, failures: attempt - 1 } });
        await queue.retry(spec, { failure });
        expect(spec.status).toBe('settled');
      }
      expect((await claimNext(queue)).claim).toMatchObject({ attempt: 4, failures: 3 });
    });

    test('leaves to the worker which failures are retried, and carries what the task says of it', async () => {
      const { queue } = await setup();
      const retry = { maxAttempts: 5, only: ['ECONNRESET'], except: ['TypeError'] };
      await queue.enqueue(noop, [], { retry });
      expect((await claimNext(queue)).options.retry).toEqual(retry);
    });

    test('counts a failure that is not described too', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await queue.retry(await claimNext(queue));
      expect((await claimNext(queue)).claim).toMatchObject({ attempt: 2, failures: 1 });
    });

    test('holds the task back for its delay', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await queue.retry(await claimNext(queue), { delayMs: 200, failure });
      await expectEmpty(queue);
      expect((await claimNext(queue)).attempt).toBe(2);
    });

    test('refuses a delay that is no number of milliseconds, and the claim is still open', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      const spec = await claimNext(queue);
      for (const delayMs of badDelays) {
        await expect(queue.retry(spec, { delayMs })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
        await expect(queue.release(spec, { delayMs })).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
      }
      await queue.ack(spec);
    });

    test('tells no outcome; the last attempt does', async () => {
      const { queue } = await setup();
      const handle = await queue.enqueue(noop);
      const result = handle.result();
      await queue.retry(await claimNext(queue), { failure });
      const last = await claimNext(queue);
      await queue.bury(last, { code: 'GRAFLOW_TASK_TIMEOUT', failure });
      await expect(result).rejects.toMatchObject({ code: 'GRAFLOW_TASK_TIMEOUT', failure, attempt: 2 });
    });
  });

  describe('release', () => {
    test('makes the task waiting again as if it had not been claimed', async () => {
      const { queue } = await setup();
      const { taskId } = await queue.enqueue(noop);
      for (let round = 1; round <= 5; round += 1) {
        const spec = await claimNext(queue);
        expect(spec).toMatchObject({ taskId, attempt: 1, claim: { attempt: 1, failures: 0 } });
        await queue.release(spec);
      }
      await claimNext(queue);
      await expectEmpty(queue);
    });

    test('holds the task back for its delay', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await queue.release(await claimNext(queue), { delayMs: 200 });
      await expectEmpty(queue);
      expect((await claimNext(queue)).attempt).toBe(1);
    });

    test('keeps the failures that were counted before', async () => {
      const { queue } = await setup();
      await queue.enqueue(noop);
      await queue.retry(await claimNext(queue), { failure });
      await queue.release(await claimNext(queue));
      expect((await claimNext(queue)).claim).toMatchObject({ attempt: 2, failures: 1 });
    });
  });
}
