import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { defaultRegistry, TaskResolverRegistry } from '@graflow/registry';
import { task, TaskResolver } from '@graflow/resolver';
import { doNotRetry, loadResolverModules, Worker } from '@graflow/worker';
import { expect, onTestFinished, test, vi } from 'vitest';

/** Loads every package a second time, as a TypeScript loader or a bundle does. */
const secondCopy = async () => {
  vi.resetModules();
  const [resolver, registry, taskspec, worker] = await Promise.all([
    import('@graflow/resolver'),
    import('@graflow/registry'),
    import('@graflow/taskspec'),
    import('@graflow/worker'),
  ]);
  return { ...resolver, ...registry, ...taskspec, ...worker };
};

const setup = async () => {
  const copy = await secondCopy();
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const queue = new InMemoryTaskQueue({ registry, serialize: true });
  const worker = new Worker({ queue });
  onTestFinished(async () => {
    await worker.stop();
    await queue.close();
  });
  return { copy, registry, queue, worker };
};

test('really are two copies, with one default registry', async () => {
  const { copy } = await setup();
  expect(copy.task).not.toBe(task);
  expect(copy.defaultRegistry).toBe(defaultRegistry);
});

test('a task that another copy named is found under its name, and finds its context', async () => {
  const { copy, registry, queue, worker } = await setup();
  const whoAmI = copy.task('who.am.i', () => copy.taskContext().taskId);
  const cwd = await mkdtemp(join(tmpdir(), 'graflow-copies-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await writeFile(join(cwd, 'tasks.mjs'), 'export const anything = globalThis.whoAmI;');
  Object.assign(globalThis, { whoAmI });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'whoAmI'));
  await loadResolverModules(['./tasks.mjs'], { registry, cwd });
  await worker.start();
  const spec = new copy.TaskSpec({ name: 'who.am.i' });
  const handle = await queue.enqueue(spec);
  expect(await handle.result()).toBe(handle.taskId);
});

test('what a task throws on purpose is understood, whichever copy made it', async () => {
  const { copy, registry, queue, worker } = await setup();
  expect(copy.doNotRetry).not.toBe(doNotRetry);
  let runs = 0;
  registry.get().registerTask('fail', () => {
    runs += 1;
    throw copy.doNotRetry(new Error('in vain'));
  });
  await worker.start();
  const handle = await queue.enqueue(new copy.TaskSpec({ name: 'fail' }));
  await expect(handle.result()).rejects.toMatchObject({ failure: { message: 'in vain' } });
  expect(runs).toBe(1);
});
