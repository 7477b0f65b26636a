import { TaskSpec } from '@graflow/taskspec';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { setup } from './open-queue.ts';

const add = () => new TaskSpec({ name: 'add', args: [1, 2] });

/** A queue at which somebody waits for a task for ever. */
const setupWaiting = async () => {
  const { redis, open, look } = await setup({ commandTimeoutMs: 300 }, { own: true });
  const queue = open();
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const wait = async (): Promise<void> => {
    while (!leaving.signal.aborted) await queue.dequeue({ signal: leaving.signal }).catch(() => undefined);
  };
  void wait();
  await vi.waitFor(async () => expect((await queue.health()).lastSuccessfulClaimAt).toBeDefined());
  return { redis, look, queue };
};

describe('health', () => {
  it('is bad while Redis hangs, and good again without a new queue', async () => {
    const { redis, queue } = await setupWaiting();
    expect(await queue.health()).toMatchObject({ isConsuming: true, code: undefined });
    redis.freeze();
    expect(await queue.health()).toMatchObject({
      isConsuming: false,
      code: 'GRAFLOW_REDIS_UNREACHABLE',
      backlog: undefined,
    });
    redis.thaw();
    await vi.waitFor(async () => expect(await queue.health()).toMatchObject({ isConsuming: true }), 20_000);
  });

  it('is bad where Redis may be read and not written', async () => {
    const { look, queue } = await setupWaiting();
    await look.replicaof('127.0.0.1', 1);
    const isBad = { isConsuming: false, code: 'GRAFLOW_REDIS_REFUSED', reason: expect.stringContaining('READONLY') };
    await vi.waitFor(async () => expect(await queue.health()).toMatchObject(isBad), 20_000);
  });

  it('is bad where Redis wants a password that it did not want before', async () => {
    const { look, queue } = await setupWaiting();
    await look.config('SET', 'requirepass', 'the-right-one');
    await look.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const isBad = { isConsuming: false, code: 'GRAFLOW_REDIS_AUTH' };
    await vi.waitFor(async () => expect(await queue.health()).toMatchObject(isBad), 20_000);
  });

  it('tells how long ago the oldest lease was renewed, and is bad when it must have ended', async () => {
    const { open } = await setup({ leaseMs: 200, renewLeases: false });
    const queue = open();
    await queue.enqueue(add());
    await queue.dequeue();
    await vi.waitFor(async () => {
      const { isConsuming, leaseRenewalLagMs } = await queue.health();
      expect(leaseRenewalLagMs).toBeGreaterThan(200);
      expect(isConsuming).toBe(false);
    });
  });
});
