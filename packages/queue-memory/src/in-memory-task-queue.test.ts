import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { TaskSpec } from '@graflow/taskspec';
import { stressLifecycle } from '@graflow-tooling/stress';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InMemoryTaskQueue, type InMemoryTaskQueueOptions } from './index.ts';

const setup = (options: InMemoryTaskQueueOptions = {}) => {
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const queue = new InMemoryTaskQueue({ registry, ...options });
  onTestFinished(() => queue.close());
  return { queue, registry };
};

describe('a task in one process', () => {
  test('runs the very function that was enqueued, with what it captured', async () => {
    const { queue } = setup();
    const seen: number[] = [];
    const remember = (value: number) => seen.push(value);
    const handle = await queue.enqueue((value: number) => remember(value), [7]);
    const spec = await queue.dequeue();
    await queue.ack(spec, spec.executable(...spec.args));
    expect(await handle.result()).toBe(1);
    expect(seen).toEqual([7]);
  });

  test('is serialized when somebody asks for its envelope, by the strategy it names', async () => {
    const { queue } = setup({ strategy: 'source' });
    await queue.enqueue(() => 42);
    const spec = await queue.dequeue();
    expect(spec.envelope).toBeUndefined();
    await spec.ensureSerialized();
    expect(spec.envelope).toMatchObject({ version: 1, strategy: 'source' });
  });

  test('by its name is looked up in the registry when it is claimed', async () => {
    const { queue, registry } = setup();
    await queue.enqueue(new TaskSpec({ name: 'late', args: [1] }));
    const late = (value: number) => value;
    registry.get().registerTask('late', late);
    const spec = await queue.dequeue();
    expect(spec.isLive).toBe(false);
    await spec.ensureDeserialized();
    expect(spec.executable).toBe(late);
  });

  test('with an id is the same task when the same text is sent again, whatever the function object', async () => {
    const { queue } = setup();
    const send = (value: number) => queue.enqueue((input: number) => input, [value], { taskId: 'order-17' });
    await send(1);
    await send(1);
    await expect(send(2)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_ID_TAKEN' });
    await expect(queue.enqueue((input: number) => -input, [1], { taskId: 'order-17' })).rejects.toMatchObject({
      code: 'GRAFLOW_TASK_ID_TAKEN',
    });
    await queue.dequeue();
    expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
  });

  test('cannot be settled at a queue that did not claim it', async () => {
    const [{ queue }, { queue: other }] = [setup(), setup()];
    await queue.enqueue(() => 1);
    await expect(other.ack(await queue.dequeue())).rejects.toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  });

  test('that is still claimed hears when the queue closes', async () => {
    const { queue } = setup();
    await queue.enqueue(() => 1);
    const { claim } = await queue.dequeue();
    await queue.close();
    expect(claim?.signal.reason).toMatchObject({ code: 'GRAFLOW_LEASE_LOST' });
  });
});

describe('the clock', () => {
  test('that is handed in decides what is due', async () => {
    let time = 1_000;
    const { queue } = setup({ now: () => time });
    const { taskId } = await queue.enqueue(() => 1, [], { runAt: 5_000 });
    expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
    time = 5_000;
    expect((await queue.dequeue({ waitMs: 0 }))?.taskId).toBe(taskId);
  });
});

describe('{ serialize: true }', () => {
  test('refuses the function that could not travel', async () => {
    const { queue } = setup({ serialize: true });
    await expect(queue.enqueue(() => 1)).rejects.toMatchObject({ code: 'GRAFLOW_TASK_NAMELESS' });
    expect(await queue.dequeue({ waitMs: 0 })).toBeUndefined();
  });

  test.each(['pickle', 'source'] as const)('gives a copy made from the record, by %s', async (strategy) => {
    const { queue } = setup({ serialize: true, strategy });
    const double = (value: number) => value * 2;
    await queue.enqueue(double, [21]);
    const spec = await queue.dequeue();
    expect(spec.isLive).toBe(false);
    await spec.ensureDeserialized();
    expect(spec.executable).not.toBe(double);
    expect(await spec.executable(...spec.args)).toBe(42);
  });
});

test('opens and closes in any order', () =>
  stressLifecycle({
    create: () => {
      const queue = new InMemoryTaskQueue();
      return {
        start: async () => {
          const handle = await queue.enqueue(() => 1);
          const spec = await queue.dequeue({ waitMs: 1_000 });
          if (spec) await queue.ack(spec, 'done');
          await handle.result();
        },
        stop: () => queue.close(),
      };
    },
  }));
