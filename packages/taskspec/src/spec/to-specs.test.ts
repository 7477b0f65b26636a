import { TaskResolverRegistry } from '@graflow/registry';
import { describe, expect, it } from 'vitest';
import { type AnySpec, TaskSpec } from './task-spec.ts';
import { type EnqueueInput, toSpecs } from './to-specs.ts';

const double = (value: number): number => value * 2;
const binding = { registry: new TaskResolverRegistry(), resolverId: 'etl' };

describe('toSpecs', () => {
  it('makes a spec of a function, its arguments and options', () => {
    const [spec, ...others] = toSpecs(double, [21], { resolverId: 'own', timeoutMs: 5 }, binding) as [AnySpec];
    expect(spec).toMatchObject({
      executable: double,
      args: [21],
      resolverId: 'own',
      options: { timeoutMs: 5 },
      binding,
    });
    expect(others).toEqual([]);
  });

  it('takes one spec, many or none, in their order, and binds them to the queue', () => {
    const [first, second] = [new TaskSpec({ executable: double, args: [1] }), new TaskSpec({ name: 'other' })];
    expect(toSpecs(first, undefined, undefined, binding)).toEqual([first]);
    expect(toSpecs([first, second], undefined, undefined, binding)).toEqual([first, second]);
    expect(toSpecs([], undefined, undefined, binding)).toEqual([]);
    expect([first.resolverId, second.binding]).toEqual(['etl', binding]);
  });

  it('recognises the spec of another copy of the package by its shape', () => {
    const foreign = { ensureSerialized: async () => foreign, bind: () => foreign } as unknown as AnySpec;
    expect(toSpecs(foreign, undefined, undefined, binding)).toEqual([foreign]);
  });

  it.each([undefined, null, 'double', {}, [undefined], [double]])('refuses %j', (input) => {
    expect(() => toSpecs(input as EnqueueInput, undefined, undefined, binding)).toThrow(
      'enqueue must be a function, a TaskSpec or a list of them',
    );
  });

  it('refuses arguments that are no list, and says how they are given', () => {
    expect(() => toSpecs(double, 21 as unknown as unknown[], undefined, binding)).toThrow(
      'args must be a list: enqueue(fn, [first, second]), got 21.',
    );
  });
});
