import { TaskResolver } from '@graflow/resolver';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { TaskResolverRegistry } from './task-resolver-registry.ts';

const setup = () => {
  const registry = new TaskResolverRegistry();
  const etl = new TaskResolver();
  registry.register('etl', etl);
  return { registry, etl };
};

describe('register', () => {
  it('gives a resolver an id', () => {
    const { registry, etl } = setup();
    expect(registry.get('etl')).toBe(etl);
    expect(registry.ids()).toEqual(['etl']);
    expectTypeOf(registry.get('etl')).toEqualTypeOf<TaskResolver>();
  });

  it('refuses a taken id and keeps the first resolver', () => {
    const { registry, etl } = setup();
    expect(() => registry.register('etl', new TaskResolver())).toThrow(
      'Another resolver has the id "etl". Choose another id, use registry.get(\'etl\'), or pass { replace: true }.',
    );
    expect(registry.get('etl')).toBe(etl);
  });

  it('takes the same resolver again', () => {
    const { registry, etl } = setup();
    registry.register('etl', etl);
    expect(registry.ids()).toEqual(['etl']);
  });

  it('replaces a resolver when told to', () => {
    const { registry } = setup();
    const newer = new TaskResolver();
    registry.register('etl', newer, { replace: true });
    expect(registry.get('etl')).toBe(newer);
  });

  it.each(['', '../etl', 'a b', 'a:b', '{etl}', 7, undefined])('refuses the id %j', (resolverId) => {
    expect(() => setup().registry.register(resolverId as never, new TaskResolver())).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_RESOLVER_INVALID' }),
    );
  });

  it.each([null, undefined, {}, { registerTask() {}, serializeTask() {} }])(
    'refuses %j, which is no resolver',
    (value) => {
      expect(() => setup().registry.register('other', value as never)).toThrow(
        /cannot be registered: it has no method/,
      );
    },
  );
});

describe('get', () => {
  it('lists the known ids and suggests the nearest', () => {
    const { registry } = setup();
    registry.register('mail', new TaskResolver());
    expect(() => registry.get('elt')).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_RESOLVER_UNKNOWN',
        message:
          'No resolver with the id "elt". Known: etl, mail. Did you mean "etl"? ' +
          "Register it: registry.register('elt', new TaskResolver())",
      }),
    );
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no %s', (resolverId) => {
    expect(() => setup().registry.get(resolverId)).toThrow(`No resolver with the id "${resolverId}". Known: etl.`);
  });

  it('asks for `default` when no id is given', () => {
    const { registry, etl } = setup();
    expect(() => registry.get()).toThrow('No resolver with the id "default"');
    registry.register('default', etl);
    expect(registry.get()).toBe(etl);
  });
});

describe('unregister', () => {
  it('frees the id and tells whether it was taken', () => {
    const { registry } = setup();
    expect([registry.has('etl'), registry.unregister('etl'), registry.has('etl'), registry.unregister('etl')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
