import { describe, expect, it } from 'vitest';
import { task } from './task.ts';
import { TaskResolver } from './task-resolver.ts';

const setup = () => {
  const add = (left: number, right: number): number => left + right;
  return { add, resolver: new TaskResolver().registerTask('add', add) };
};

describe('registerTask', () => {
  it('refuses another function under a taken name and keeps the first', () => {
    const { add, resolver } = setup();
    expect(() => resolver.registerTask('add', () => 0)).toThrow('Another function is registered as "add".');
    expect(resolver.lookup('add')).toBe(add);
  });

  it('takes the same function again, and under further names', () => {
    const { add, resolver } = setup();
    resolver.registerTask('add', add).registerTask('plus', add);
    expect(resolver.names()).toEqual(['add', 'plus']);
    expect(resolver.has('plus')).toBe(true);
    expect(resolver.has('constructor')).toBe(false);
  });

  it('refuses a bad name and what is no function', () => {
    const { resolver } = setup();
    expect(() => resolver.registerTask('../add', () => 0)).toThrow('"../add" is not a task name');
    expect(() => resolver.registerTask('text', 'no' as never)).toThrow('Task "text" must be a function, not "no".');
  });
});

describe('serializeTask', () => {
  it('goes by reference unless told otherwise', async () => {
    const { add, resolver } = setup();
    expect(await resolver.serializeTask(add)).toEqual({ version: 1, strategy: 'reference', name: 'add' });
  });

  it('takes the strategy from the call, else from task(), else from the resolver', async () => {
    const resolver = new TaskResolver({ defaultStrategy: 'source' });
    const plain = (x: number) => x;
    const marked = task('marked', (x: number) => x, { strategy: 'pickle' });
    const strategies = await Promise.all([
      resolver.serializeTask(plain),
      resolver.serializeTask(marked),
      resolver.serializeTask(marked, 'reference'),
    ]);
    expect(strategies.map(({ strategy }) => strategy)).toEqual(['source', 'pickle', 'reference']);
  });

  it.each(['eval', 'constructor', '__proto__'])('refuses the strategy %s', async (strategy) => {
    const { add, resolver } = setup();
    await expect(resolver.serializeTask(add, strategy as never)).rejects.toThrow(
      `"${strategy}" is not a strategy. Use reference, pickle or source.`,
    );
    expect(() => new TaskResolver({ defaultStrategy: strategy as never })).toThrow('is not a strategy');
  });

  it('takes what may be captured from the call, else from task()', async () => {
    const url = 'smtps://me:pw@host';
    const capture = { allowSecrets: ['url'] };
    const resolver = new TaskResolver({ defaultStrategy: 'pickle' });
    await expect(resolver.serializeTask(() => url)).rejects.toThrow('a secret (18 characters, a URL with a password)');
    expect((await resolver.serializeTask(() => url, undefined, capture)).strategy).toBe('pickle');
    const mail = task('mail', () => url, { capture });
    expect((await resolver.serializeTask(mail)).strategy).toBe('pickle');
  });

  it('tries no other strategy when one fails', async () => {
    const nameless = () => 1;
    await expect(new TaskResolver().serializeTask(nameless)).rejects.toThrow(
      expect.objectContaining({ code: 'GRAFLOW_TASK_NAMELESS' }),
    );
  });

  it('rejects, and does not throw, for what is no function', async () => {
    await expect(new TaskResolver().serializeTask('rm -rf' as never)).rejects.toThrow('must be a function');
  });
});

describe('resolveTask', () => {
  it.each(['reference', 'pickle', 'source'] as const)('gives back a function that went by %s', async (strategy) => {
    const { add, resolver } = setup();
    const envelope = await resolver.serializeTask(add, strategy);
    const executable = await resolver.resolveTask(JSON.parse(JSON.stringify(envelope)));
    expect(executable(1, 2)).toBe(3);
  });

  it('refuses a strategy that is not accepted, and says which came and which may come', async () => {
    const { add, resolver } = setup();
    const envelope = await resolver.serializeTask(add, 'source');
    await expect(resolver.resolveTask(envelope, { accept: ['reference'] })).rejects.toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_STRATEGY_NOT_ACCEPTED',
        message: expect.stringContaining('Task "add" came by source, but only reference is accepted here.') as unknown,
      }),
    );
  });

  it('checks the form before anything else', async () => {
    const { resolver } = setup();
    await expect(resolver.resolveTask({ version: 1, strategy: 'eval' } as never, { accept: [] })).rejects.toThrow(
      expect.objectContaining({ code: 'GRAFLOW_ENVELOPE_INVALID' }),
    );
  });

  it('looks a name up in its own table only', async () => {
    const { add, resolver } = setup();
    const other = new TaskResolver();
    await expect(other.resolveTask(await resolver.serializeTask(add))).rejects.toThrow(
      'No task named "add". Registered: none. Did you import the module that defines it?',
    );
  });
});

describe('referenceTo', () => {
  it('makes the envelope of a name that need not be known here', () => {
    expect(new TaskResolver().referenceTo('elsewhere')).toEqual({
      version: 1,
      strategy: 'reference',
      name: 'elsewhere',
    });
  });

  it('refuses a bad name', () => {
    expect(() => new TaskResolver().referenceTo('a b')).toThrow('"a b" is not a task name');
  });
});
