import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { startRedis } from '@graflow-tooling/redis-server';
import { forkSource } from '@graflow-tooling/vitest/fork-source';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import { expect, onTestFinished, test } from 'vitest';

const program = new URL('fixtures/worker-process.ts', import.meta.url);

const setup = async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const prefix = randomUUID();
  const queue = new RedisTaskQueue({ url: redis.url, prefix });
  onTestFinished(() => queue.close());
  const startWorker = async (behaviour: 'hang' | 'answer', ...leaseMs: string[]) => {
    const child = forkSource(program, [redis.url, prefix, behaviour, ...leaseMs]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await message(child, 'started');
    return child;
  };
  return { queue, startWorker };
};

const message = async (child: ChildProcess, expected: string) => {
  for (;;) if ((await once(child, 'message'))[0] === expected) return;
};

test('runs a task again whose worker was killed, and its handle resolves', { timeout: 60_000 }, async () => {
  const { queue, startWorker } = await setup();
  const victim = await startWorker('hang', '500');
  const claimed = message(victim, 'claimed');
  const handle = await queue.enqueue(new TaskSpec({ name: 'work' }));
  await claimed;
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  const killedAt = performance.now();
  const survivor = await startWorker('answer', '500');
  expect(await handle.result()).toEqual({ pid: survivor.pid, attempt: 2 });
  // Lease and start of the other process; the lease of the killed one must not be renewed by anybody.
  expect(performance.now() - killedAt).toBeLessThan(30_000);
});

test('does so within 12 s without any option, on a worker that idles', { timeout: 60_000 }, async () => {
  const { queue, startWorker } = await setup();
  const victim = await startWorker('hang');
  const claimed = message(victim, 'claimed');
  const handle = await queue.enqueue(new TaskSpec({ name: 'work' }));
  await claimed;
  const survivor = await startWorker('answer');
  victim.kill('SIGKILL');
  const killedAt = performance.now();
  expect(await handle.result()).toEqual({ pid: survivor.pid, attempt: 2 });
  expect(performance.now() - killedAt).toBeLessThan(12_000);
});
