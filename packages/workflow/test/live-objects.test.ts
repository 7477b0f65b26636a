import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskResolverRegistry } from '@graflow/registry';
import { task, taskMark, TaskResolver } from '@graflow/resolver';
import { taskContext } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ExecutionContext } from '../src/index.ts';

const setup = () => {
  const memory = new InMemoryTaskQueue();
  const redis = new RedisTaskQueue({ url: 'redis://127.0.0.1:1' });
  onTestFinished(() => Promise.all([memory.close(), redis.close()]).then(() => undefined));
  return { memory, redis };
};

const refusal = async (fn: () => unknown): Promise<string> => {
  const resolver = new TaskResolver();
  return resolver.serializeTask(fn, 'pickle').then(
    () => 'no refusal',
    (error: Error) => error.message,
  );
};

describe('a task that captures a live part of Graflow is refused, with what to use in its place:', () => {
  test('a queue, a handle', async () => {
    const { memory, redis } = setup();
    const handle = memory.handle('order-17');
    const remote = redis.handle('order-17');
    expect(await refusal(() => memory)).toMatch(
      /captures memory .*: a task queue.*use taskContext\(\)\.enqueue\(\.\.\.\)/s,
    );
    expect(await refusal(() => redis)).toMatch(
      /captures redis .*: a task queue.*use taskContext\(\)\.enqueue\(\.\.\.\)/s,
    );
    expect(await refusal(() => handle)).toMatch(/the handle of a task.*use taskContext\(\)\.enqueue\(\.\.\.\)/s);
    expect(await refusal(() => remote)).toMatch(/the handle of a task.*use taskContext\(\)\.enqueue\(\.\.\.\)/s);
  });

  test('a registry, a resolver, a worker, an execution context', async () => {
    const { memory } = setup();
    const registry = new TaskResolverRegistry();
    const resolver = new TaskResolver();
    const worker = new Worker({ queue: memory });
    await using context = new ExecutionContext();
    expect(await refusal(() => registry)).toMatch(/a registry of resolvers.*use taskContext\(\)\.enqueue/s);
    expect(await refusal(() => resolver)).toMatch(/a task resolver.*use taskContext\(\)\.enqueue/s);
    expect(await refusal(() => worker)).toMatch(/a worker.*use taskContext\(\)\.enqueue/s);
    expect(await refusal(() => context)).toMatch(/an execution context.*use taskContext\(\)\.enqueue/s);
  });

  test('the context of the task that runs', async () => {
    const { memory } = setup();
    const handle = await memory.enqueue(async () => {
      const context = taskContext();
      return refusal(() => context);
    });
    await new Worker({ queue: memory }).runUntilEmpty();
    expect(await handle.result()).toMatch(/the context of a running task.*use taskContext\(\)\.enqueue/s);
  });
});

test('a captured task travels by value and keeps its name and options', async () => {
  const resize = task('resize', (width: number) => width * 2, { priority: 2 });
  const resolver = new TaskResolver();
  const envelope = await resolver.serializeTask(() => resize, 'pickle');
  const back = (await resolver.resolveTask(envelope))() as typeof resize;
  expect(back(21)).toBe(42);
  expect(back).not.toBe(resize);
  expect(taskMark(back)).toEqual({ name: 'resize', options: { priority: 2 } });
});
