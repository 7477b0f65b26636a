import { defaultRegistry, TaskResolverRegistry } from '@graflow/registry';
import { type Resolver, task, TaskResolver, type TaskEnvelope } from '@graflow/resolver';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Claim } from '../queue/claim.ts';
import type { ClaimedTask } from '../queue/claimed-task.ts';
import { TaskSpec } from './task-spec.ts';

const double = (value = 0): number => value * 2;
const claim: Claim = { token: 't', attempt: 2, failures: 1, signal: AbortSignal.any([]) };

const setup = () => {
  const resolver = new TaskResolver().registerTask('double', double);
  const registry = new TaskResolverRegistry();
  registry.register('etl', resolver);
  const serialize = vi.spyOn(resolver as { serializeNow: NonNullable<Resolver['serializeNow']> }, 'serializeNow');
  return { registry, resolver, serialize };
};

const claimed = (more: Partial<ClaimedTask> = {}): ClaimedTask => ({
  taskId: 'order-17',
  resolverId: 'etl',
  name: 'double',
  args: [21],
  options: { timeoutMs: 5 },
  claim,
  ...more,
});
const reference: TaskEnvelope = { version: 1, strategy: 'reference', name: 'double' };

describe('a new spec', () => {
  it('has an id of its own, no arguments, and no run behind it', () => {
    const spec = new TaskSpec({ executable: double });
    expect(spec.taskId).toMatch(/^[\w-]{22}$/);
    expect(spec.taskId).not.toBe(new TaskSpec({ executable: double }).taskId);
    expect(spec).toMatchObject({ args: [], attempt: 0, status: 'created', name: 'double', resolverId: 'default' });
    expect([spec.envelope, spec.claim, spec.isLive]).toEqual([undefined, undefined, true]);
  });

  it('leaves its id to the first queue that wants to make it, unless somebody has seen it', () => {
    const spec = new TaskSpec({ executable: double });
    expect([spec.leaveIdTo({ taskId: 'first' }), spec.leaveIdTo({ taskId: 'second' })]).toEqual([true, false]);
    expect(spec.taskId).toBe('first');
    const seen = new TaskSpec({ executable: double });
    const { taskId } = seen;
    expect(seen.leaveIdTo({ taskId: 'late' })).toBe(false);
    expect(seen.taskId).toBe(taskId);
  });

  it('takes the id that the user chose', () => {
    expect(new TaskSpec({ executable: double, taskId: 'order-17' }).taskId).toBe('order-17');
  });

  it('has the defaults of task() under its own options', () => {
    const named = task('named', (value = 0) => value, { timeoutMs: 1, priority: 1 });
    const spec = new TaskSpec({ executable: named, timeoutMs: 2 });
    expect(spec.options).toEqual({ timeoutMs: 2, priority: 1 });
    expect(spec.name).toBe('named');
  });

  it('of a name is checked at once', () => {
    expect(new TaskSpec({ name: 'send-mail', args: [1, 2] })).toMatchObject({
      name: 'send-mail',
      args: [1, 2],
      isLive: false,
    });
    expect(() => new TaskSpec({ name: '../up' })).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_TASK_NAME_INVALID' }),
    );
  });

  it('refuses to give a function that it does not have', () => {
    expect(() => new TaskSpec({ name: 'double', taskId: 'x' }).executable).toThrow(
      'Task x has no executable yet. Call await spec.ensureDeserialized() first.',
    );
  });
});

describe('the seed, without a queue', () => {
  it('serializes with the resolver of its id in the default registry, and the other side gets the function', async () => {
    defaultRegistry.register('etl', new TaskResolver().registerTask('double', double));
    onTestFinished(() => void defaultRegistry.unregister('etl'));

    const spec = new TaskSpec({ executable: double, resolverId: 'etl' });
    await spec.ensureSerialized();
    const arrived = TaskSpec.claimed(claimed({ loadEnvelope: () => spec.envelope as TaskEnvelope }), {
      registry: defaultRegistry,
    });
    await arrived.ensureDeserialized();

    expect(arrived.executable(21)).toBe(42);
  });
});

describe('ensureSerialized', () => {
  it('serializes once, however often and at once it is called', async () => {
    const { registry, serialize } = setup();
    const spec = new TaskSpec({ executable: double, resolverId: 'etl' });
    await Promise.all([spec.ensureSerialized(registry), spec.ensureSerialized(registry)]);
    const { envelope } = spec;
    expect(await spec.ensureSerialized(registry)).toBe(spec);
    expect(spec.envelope).toBe(envelope);
    expect(envelope).toEqual(reference);
    expect(serialize).toHaveBeenCalledTimes(1);
  });

  it('sends a name without knowing the function', async () => {
    const { registry } = setup();
    const spec = await new TaskSpec({ name: 'elsewhere', resolverId: 'etl' }).ensureSerialized(registry);
    expect(spec.envelope).toEqual({ version: 1, strategy: 'reference', name: 'elsewhere' });
  });

  it('fails for an unknown resolver id, and works once the id is known', async () => {
    const { registry, resolver } = setup();
    const spec = new TaskSpec({ executable: double, resolverId: 'later' });
    await expect(spec.ensureSerialized(registry)).rejects.toMatchObject({ code: 'GRAFLOW_RESOLVER_UNKNOWN' });
    registry.register('later', resolver);
    await expect(spec.ensureSerialized(registry)).resolves.toBe(spec);
  });
});

it('lets a resolver of a subclass serialize in its own way', async () => {
  class Renaming extends TaskResolver {
    override async serializeTask(): Promise<TaskEnvelope> {
      return this.referenceTo('renamed');
    }
  }
  const registry = new TaskResolverRegistry();
  registry.register('etl', new Renaming());
  const spec = await new TaskSpec({ executable: double, resolverId: 'etl' }).ensureSerialized(registry);
  expect(spec.envelope).toEqual({ version: 1, strategy: 'reference', name: 'renamed' });
});

describe('the strategy', () => {
  const named = task('strategic', (value = 0) => value, { strategy: 'source' });

  it.each([
    ['of the spec', { executable: named, strategy: 'pickle' }, 'reference', 'pickle'],
    ['of task()', { executable: named }, 'reference', 'source'],
    ['of the queue', { executable: double }, 'source', 'source'],
    ['of the resolver', { executable: double }, undefined, undefined],
  ] as const)('is the one %s, where given', async (_whose, init, strategy, expected) => {
    const { registry, serialize } = setup();
    serialize.mockReturnValue(reference);
    await new TaskSpec({ ...init, resolverId: 'etl' }).bind({ registry, strategy }).ensureSerialized();
    expect(serialize).toHaveBeenCalledWith(init.executable, expected, undefined);
  });
});

describe('what a by-value task may capture', () => {
  const smtp = { url: 'smtps://me:pw@host' };
  const mail = (): string => smtp.url;
  const capture = { allowSecrets: ['smtp.url'] };

  it('is said by the spec, or by task()', async () => {
    const { registry } = setup();
    const strategy = 'pickle';
    const refused = new TaskSpec({ executable: mail, strategy, resolverId: 'etl' });
    await expect(refused.ensureSerialized(registry)).rejects.toThrow(/a secret .*allowSecrets: \["smtp\.url"\]/s);
    const spec = new TaskSpec({ executable: mail, strategy, capture, resolverId: 'etl' });
    expect((await spec.ensureSerialized(registry)).envelope?.strategy).toBe('pickle');
    const named = new TaskSpec({ executable: task('mail', () => smtp.url, { strategy, capture }), resolverId: 'etl' });
    expect((await named.ensureSerialized(registry)).envelope?.name).toBe('mail');
  });

  it('is 4 MiB unless told otherwise, and the refusal names the heaviest capture', async () => {
    const { registry } = setup();
    const pages = 'x'.repeat(5 * 1024 * 1024);
    const init = { executable: () => pages, strategy: 'pickle', resolverId: 'etl' } as const;
    await expect(new TaskSpec(init).ensureSerialized(registry)).rejects.toMatchObject({
      code: 'GRAFLOW_TASK_NOT_PICKLABLE',
      message: expect.stringMatching(/is 5\.0 MiB, the limit is 4\.0 MiB.*captures pages .*: 5\.0 MiB/s) as unknown,
    });
    const larger = new TaskSpec({ ...init, capture: { maxBytes: 8 * 1024 * 1024 } });
    expect((await larger.ensureSerialized(registry)).envelope?.strategy).toBe('pickle');
  });
});

describe('the resolver id', () => {
  it('is the one of the spec, else of the queue, else default', () => {
    const { registry } = setup();
    const binding = { registry, resolverId: 'of-queue' };
    expect(new TaskSpec({ executable: double, resolverId: 'own' }).bind(binding).resolverId).toBe('own');
    expect(new TaskSpec({ executable: double }).bind(binding).resolverId).toBe('of-queue');
    expect(new TaskSpec({ executable: double }).bind({ registry }).resolverId).toBe('default');
  });
});

describe('a claimed spec', () => {
  it('knows its claim', () => {
    const spec = TaskSpec.claimed(claimed(), setup());
    expect(spec).toMatchObject({
      taskId: 'order-17',
      resolverId: 'etl',
      name: 'double',
      args: [21],
      attempt: 2,
      status: 'claimed',
      claim,
    });
    expect(spec.options).toMatchObject({ timeoutMs: 5 });
  });

  it('is live at once where the queue kept the function', async () => {
    const { registry, serialize } = setup();
    const spec = TaskSpec.claimed(claimed({ executable: double }), { registry });
    expect((await spec.ensureDeserialized()).executable).toBe(double);
    expect(serialize).not.toHaveBeenCalled();
    expect((await spec.ensureSerialized()).envelope).toEqual(reference);
  });

  it('has the defaults of task() under the options that travelled, once it is resolved', async () => {
    const { registry, resolver } = setup();
    const named = task('named', (value = 0) => value, { timeoutMs: 9, retry: { maxAttempts: 7 } });
    resolver.registerTask('named', named);
    const loadEnvelope = async (): Promise<TaskEnvelope> => ({ ...reference, name: 'named' });
    const spec = TaskSpec.claimed(claimed({ name: 'named', loadEnvelope }), { registry });
    await spec.ensureDeserialized();
    expect(spec.options).toMatchObject({ timeoutMs: 5, retry: { maxAttempts: 7 } });
  });

  it('reads its envelope once, when something needs it', async () => {
    const { registry } = setup();
    const loadEnvelope = vi.fn(async () => reference);
    const spec = TaskSpec.claimed(claimed({ loadEnvelope }), { registry });
    expect(loadEnvelope).not.toHaveBeenCalled();
    await Promise.all([spec.ensureSerialized(), spec.ensureDeserialized()]);
    await spec.ensureDeserialized();
    expect(spec.executable).toBe(double);
    expect(loadEnvelope).toHaveBeenCalledTimes(1);
  });

  it('reads its envelope again after that failed', async () => {
    const { registry } = setup();
    const loadEnvelope = vi.fn(async () => reference).mockRejectedValueOnce(new Error('Redis is down'));
    const spec = TaskSpec.claimed(claimed({ loadEnvelope }), { registry });
    await expect(spec.ensureDeserialized()).rejects.toThrow('Redis is down');
    expect((await spec.ensureDeserialized()).executable).toBe(double);
  });

  it('is resolved only by a strategy that its queue accepts', async () => {
    const { registry } = setup();
    const spec = TaskSpec.claimed(claimed({ loadEnvelope: () => reference }), { registry, accept: ['pickle'] });
    await expect(spec.ensureDeserialized()).rejects.toMatchObject({ code: 'GRAFLOW_STRATEGY_NOT_ACCEPTED' });
  });

  it('fails for a name that nobody registered', async () => {
    const { registry } = setup();
    const spec = TaskSpec.claimed(claimed({ loadEnvelope: () => ({ ...reference, name: 'doubel' }) }), { registry });
    await expect(spec.ensureDeserialized()).rejects.toMatchObject({ code: 'GRAFLOW_TASK_UNKNOWN' });
  });
});
