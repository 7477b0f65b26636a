import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@graflow-tooling/redis-server';
import { forkSource } from '@graflow-tooling/vitest/fork-source';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskSpec } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { expect, onTestFinished, test, vi } from 'vitest';

const modules = fileURLToPath(new URL('fixtures/isolated-tasks.mjs', import.meta.url));
vi.setConfig({ testTimeout: 60_000 });

const setupRedis = async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const queue = new RedisTaskQueue({ url: redis.url, prefix: randomUUID() });
  onTestFinished(() => queue.close());
  const worker = new Worker({ queue, isolation: 'process', resolverModules: [modules], concurrency: 2 });
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));
  await worker.start();
  return { queue, worker };
};

test('a process that is killed while its task runs gives the task back at once: one lost lease, no failure', async () => {
  const { queue, worker } = await setupRedis();
  const pid = vi.fn();
  worker.on('task-progress', ({ value }) => pid(value));
  const handle = await queue.enqueue(new TaskSpec({ name: 'tellPidAndWait' }));
  await vi.waitFor(() => expect(pid).toHaveBeenCalled(), 20_000);
  const released = once(worker, 'task-released');
  const killedAt = performance.now();
  process.kill(pid.mock.calls[0]?.[0] as number, 'SIGKILL');

  expect(await released).toMatchObject([{ taskId: handle.taskId, cause: 'crashed' }]);
  expect(performance.now() - killedAt).toBeLessThan(2_000); // a busy machine; a lease is 8,000
  expect(await handle.result()).toBe(2);
});

test.each(['neverEnd', 'loop'])(
  'no process outlives its worker that was killed, though its task does: %s',
  async (name) => {
    const worker = forkSource(new URL('fixtures/isolating-process.ts', import.meta.url), [name]);
    onTestFinished(() => void worker.kill('SIGKILL'));
    const [{ pid }] = (await once(worker, 'message')) as [{ readonly pid: number }];
    worker.kill('SIGKILL');
    await once(worker, 'exit');

    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 20_000);
  },
);

/** TypeScript is loaded by jiti, as the tests of the built command line show; here Node reads it by other means. */
const sources = {
  'add.mjs': 'export const add = (left, right) => left + right;',
  'add.cjs': 'exports.add = (left, right) => left + right;',
};

test.each(
  (['thread', 'process'] as const).flatMap((kind) =>
    Object.entries(sources).map(([file, text]) => [kind, file, text] as const),
  ),
)('a %s loads %s as the worker itself would', async (kind, file, text) => {
  const folder = await mkdtemp(join(tmpdir(), 'graflow-modules-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, file), text);
  const queue = new InMemoryTaskQueue();
  onTestFinished(() => queue.close());
  const worker = new Worker({ queue, isolation: kind, cwd: folder, resolverModules: [`./${file}`], concurrency: 1 });
  onTestFinished(async () => void (await worker.stop({ deadlineMs: 0 })));

  expect(await worker.loadModules()).toEqual([{ specifier: `./${file}`, taskNames: ['add'] }]);
  await worker.start();
  expect(await (await queue.enqueue(new TaskSpec({ name: 'add', args: [1, 2] }))).result()).toBe(3);
});
