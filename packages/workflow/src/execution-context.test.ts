import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { TaskResolverRegistry } from '@graflow/registry';
import { task, TaskResolver } from '@graflow/resolver';
import { Worker } from '@graflow/worker';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { chain, parallel } from './combinators.ts';
import { ExecutionContext, type ExecutionContextOptions } from './execution-context.ts';
import { node } from './node.ts';
import { workflow } from './workflow.ts';

const setup = () => {
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  const open = (options: ExecutionContextOptions = {}) => {
    const context = new ExecutionContext({ registry, ...options });
    onTestFinished(() => context.close());
    return context;
  };
  const openQueue = () => {
    const queue = new InMemoryTaskQueue({ registry, serialize: true });
    onTestFinished(() => queue.close());
    return queue;
  };
  return { registry, open, openQueue };
};

/** A task that tells when it starts, and runs until the test lets it go. */
const holdable = () => {
  let [started, letGo] = [() => {}, () => {}];
  const hasStarted = new Promise<void>((resolve) => void (started = resolve));
  const end = new Promise<void>((resolve) => void (letGo = resolve));
  return { hasStarted, letGo: () => letGo(), hold: () => (started(), end) };
};

const add = (left: number, right: number) => left + right;
const twice = (value: number) => value * 2;
const addThenTwice = workflow('add-then-twice', chain(add, twice));

describe('a context', () => {
  it('runs the same workflow on its own queue and on one that is given, with no change but the queue', async () => {
    const { open, openQueue } = setup();
    const queue = openQueue();
    await using worker = new Worker({ queue });
    await worker.start();
    expect(await open().run(addThenTwice, [1, 2])).toBe(6);
    expect(await open({ queue, strategy: 'pickle' }).run(addThenTwice, [1, 2])).toBe(6);
  });

  it('sends tasks with its resolver id, and its strategy where neither node nor task says one', async () => {
    const { registry, open, openQueue } = setup();
    registry.register('etl', new TaskResolver());
    const queue = openQueue();
    const context = open({ queue, resolverId: 'etl', strategy: 'pickle' });
    const marked = task('marked', () => 1, { strategy: 'source', timeoutMs: 5 });
    const steps = [() => 1, marked, node('named', marked, { strategy: 'reference', timeoutMs: 6 })];
    const run = context.run(workflow('options', parallel(...steps)), []);
    const sent = await Promise.all(steps.map(async () => (await queue.dequeue()).ensureSerialized()));
    expect(
      sent.map(({ resolverId, envelope, options }) => [resolverId, envelope?.strategy, options.timeoutMs]),
    ).toEqual([
      ['etl', 'pickle', undefined],
      ['etl', 'source', 5],
      ['etl', 'reference', 6],
    ]);
    await Promise.all(sent.map((spec, index) => queue.ack(spec, index)));
    expect(await run).toEqual([0, 1, 2]);
  });

  it('runs as many tasks at once as it is told', async () => {
    let [running, most] = [0, 0];
    const busy = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    const steps = Array.from({ length: 9 }, (_, index) => node(`busy-${index}`, busy));
    await setup()
      .open({ concurrency: 3 })
      .run(workflow('busy', parallel(...steps)));
    expect(most).toBe(3);
  });

  it('refuses a concurrency for workers that are elsewhere', () => {
    const { open, openQueue } = setup();
    expect(() => open({ queue: openQueue(), concurrency: 2 })).toThrow('its workers are elsewhere');
  });
});

describe('a resolver of its own', () => {
  it('is registered under the id that the context names, until the context closes', async () => {
    const { registry, open } = setup();
    const resolver = new TaskResolver();
    const context = open({ resolverId: 'mine', resolver });
    expect(registry.get('mine')).toBe(resolver);
    await context.close();
    expect(registry.ids()).toEqual(['default']);
  });

  it('is refused under an id that another resolver has, and the other one stays', () => {
    const { registry, open } = setup();
    const known = registry.get();
    expect(() => open({ resolver: new TaskResolver() })).toThrow('Another resolver has the id "default".');
    expect(registry.get()).toBe(known);
  });

  it('stays registered when it was before', async () => {
    const { registry, open } = setup();
    const resolver = registry.get();
    await open({ resolver }).close();
    expect(registry.get()).toBe(resolver);
  });
});

describe('a run', () => {
  it('tells which node failed, with the error of the task as its cause', async () => {
    const broken = () => {
      throw new RangeError('no flights in May');
    };
    const failing = workflow('daily', chain(node('load', broken, { retry: { maxAttempts: 1 } }), node('never', twice)));
    await expect(setup().open().run(failing)).rejects.toMatchObject({
      code: 'GRAFLOW_NODE_FAILED',
      message: expect.stringMatching(/^Node "load" of workflow "daily" failed: Task .* RangeError: no flights in May$/),
      details: { notStarted: ['never'] },
      cause: { name: 'TaskFailedError', code: 'GRAFLOW_TASK_FAILED', attempt: 1, failure: { name: 'RangeError' } },
    });
  });

  it('tells which node could not be sent', async () => {
    const { open, openQueue } = setup();
    const context = open({ queue: openQueue() });
    await expect(context.run(workflow('w', () => 1))).rejects.toMatchObject({
      details: { node: 'node-1' },
      cause: { name: 'TaskSerializationError' },
    });
  });

  it('ends at its deadline', async () => {
    const context = setup().open();
    const { hold, letGo } = holdable();
    const run = context.run(workflow('slow', hold), [], { deadlineMs: 50 });
    await expect(run).rejects.toMatchObject({
      code: 'GRAFLOW_RUN_DEADLINE',
      details: { workflow: 'slow', deadlineMs: 50 },
    });
    letGo();
  });

  it('only produces for a queue that is given: without a worker it meets its deadline', async () => {
    const { open, openQueue } = setup();
    const run = open({ queue: openQueue(), strategy: 'pickle' }).run(addThenTwice, [1, 2], { deadlineMs: 20 });
    await expect(run).rejects.toThrow('check that a worker runs on this queue');
  });

  it('ends with the reason of its signal', async () => {
    const context = setup().open();
    const { hold, hasStarted, letGo } = holdable();
    const stop = new AbortController();
    const run = context.run(workflow('slow', hold), [], { signal: stop.signal });
    await hasStarted;
    stop.abort(new Error('not needed any more'));
    await expect(run).rejects.toThrow('not needed any more');
    letGo();
  });

  it.each([0, -1, 0.5, Number.NaN, 2 ** 31])('refuses the deadline %d', async (deadlineMs) => {
    const run = setup().open().run(addThenTwice, [1, 2], { deadlineMs });
    await expect(run).rejects.toMatchObject({ code: 'GRAFLOW_OPTION_INVALID' });
  });
});

describe('close', () => {
  it('ends the runs, waits for tasks that run, and refuses new runs', async () => {
    const { hold, hasStarted, letGo } = holdable();
    const context = setup().open();
    const run = context.run(workflow('slow', hold));
    await hasStarted;
    const closed = context.close();
    await expect(run).rejects.toMatchObject({ code: 'GRAFLOW_CONTEXT_CLOSED' });
    letGo();
    await closed;
    await expect(context.run(addThenTwice, [1, 2])).rejects.toMatchObject({ code: 'GRAFLOW_CONTEXT_CLOSED' });
  });

  it('ends by its deadline when a task does not', async () => {
    const { hold, hasStarted, letGo } = holdable();
    const context = setup().open();
    context.run(workflow('slow', hold)).catch(() => {});
    await hasStarted;
    const start = performance.now();
    await context.close({ deadlineMs: 1_100 });
    expect(performance.now() - start).toBeLessThan(4_000);
    letGo();
  });

  it('may be called before a run, and twice', async () => {
    const context = setup().open();
    expect(context.close()).toBe(context.close());
    await context.close();
  });

  it('leaves a queue that was given open', async () => {
    const { open, openQueue } = setup();
    const queue = openQueue();
    await open({ queue }).close();
    await queue.enqueue(task('noop', () => {}));
    expect(await queue.dequeue()).toMatchObject({ name: 'noop' });
  });
});

describe('what a context is told', () => {
  it.each([
    [{ resolverID: 'etl' }, '"resolverID" is no option. Did you mean "resolverId"? Options: resolverId,'],
    [null, 'options must be an object, got null.'],
    [{ registry: {} }, 'registry must be a TaskResolverRegistry, got {}.'],
  ])('is refused: %j', (options, message) => {
    expect(() => new ExecutionContext(options as never)).toThrow(message);
  });

  it('includes the arguments of a workflow that needs some', () => {
    const needsNone = workflow(
      'needs-none',
      chain(() => 1, twice),
    );
    const calls = (context: ExecutionContext) => [
      context.run(needsNone),
      context.run(needsNone, undefined, { deadlineMs: 5 }),
      context.run(addThenTwice, [1, 2]),
      // @ts-expect-error -- two numbers are missing
      context.run(addThenTwice),
      // @ts-expect-error -- a number is missing
      context.run(addThenTwice, [1]),
    ];
    expectTypeOf(calls).returns.items.resolves.toEqualTypeOf<number>();
  });
});
