import { randomBytes, randomUUID } from 'node:crypto';
import { type RedisServer, startRedis } from '@graflow-tooling/redis-server';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskResolverRegistry } from '@graflow/registry';
import { keyRingFrom, TaskResolver, type TaskStrategy } from '@graflow/resolver';
import { Worker } from '@graflow/worker';
import { chain, ExecutionContext, node, parallel, workflow } from '@graflow/workflow';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let redis: RedisServer;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

const split = (text: string) => text.split(' ');
const count = (words: readonly string[]) => words.length;
const longest = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)[0];
const sentence = (size: number, word = '') => `${size} words, the longest is ${word}`;
const diamond = workflow('diamond', chain(split, parallel(count, longest), sentence));

const text = 'a task is data until the moment it runs';

/** Two workers over Redis, whose registry is not that of the producer, and a context that only produces. */
const setup = async (strategy: TaskStrategy) => {
  const key = keyRingFrom(randomBytes(32).toString('base64'));
  const prefix = randomUUID();
  const openQueue = () => {
    const queue = new RedisTaskQueue({ url: redis.url, prefix, keys: key, registry: registryOfDiamond() });
    onTestFinished(() => queue.close());
    return queue;
  };
  for (const worker of [new Worker({ queue: openQueue() }), new Worker({ queue: openQueue() })]) {
    onTestFinished(() => void worker.stop());
    await worker.start();
  }
  const context = new ExecutionContext({ queue: openQueue(), strategy });
  onTestFinished(() => context.close());
  return { context };
};

const registryOfDiamond = () => {
  const resolver = new TaskResolver();
  for (const [name, task] of Object.entries({ split, count, longest, sentence })) resolver.registerTask(name, task);
  const registry = new TaskResolverRegistry();
  registry.register('default', resolver);
  return registry;
};

describe('over Redis workers, a context runs', () => {
  it.each(['reference', 'pickle', 'source'] as const)('the diamond by %s, as over memory', async (strategy) => {
    const { context } = await setup(strategy);
    await using local = new ExecutionContext();
    const here = await local.run(diamond, [text]);
    expect(here).toBe('9 words, the longest is moment');
    expect(await context.run(diamond, [text])).toBe(here);
  });

  it('tasks that carry what they captured', async () => {
    const { context } = await setup('pickle');
    const factors = [2, 3, 5, 7];
    const steps = factors.map((factor) =>
      node(`times-${factor}`, (value: number) => new Map([[factor, value * factor]])),
    );
    const sum = (...maps: ReadonlyMap<number, number>[]) =>
      maps.flatMap((map) => [...map.values()]).reduce((a, b) => a + b);
    expect(await context.run(workflow('times', chain(parallel(...steps), sum)), [10])).toBe(170);
  });

  it('up to a node that fails, and names it', async () => {
    const { context } = await setup('pickle');
    const broken = (words: readonly string[]) => {
      throw new RangeError(`${words.length} words are too many`);
    };
    const failing = workflow('failing', chain(split, node('broken', broken, { retry: { maxAttempts: 1 } })));
    await expect(context.run(failing, [text])).rejects.toMatchObject({
      code: 'GRAFLOW_NODE_FAILED',
      details: { node: 'broken' },
      cause: { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'RangeError', message: '9 words are too many' } },
    });
  });
});
