import { TaskResolverRegistry } from '@graflow/registry';
import { expect, test } from 'vitest';
import { checkRegistry } from './check-registry.ts';

test('takes a registry, also one of another copy of its package', () => {
  const registry = new TaskResolverRegistry();
  expect(checkRegistry(registry)).toBe(registry);
  const foreign = { get: () => {} } as unknown as TaskResolverRegistry;
  expect(checkRegistry(foreign)).toBe(foreign);
});

test.each([null, 'default', {}])('refuses %j', (registry) => {
  expect(() => checkRegistry(registry as unknown as TaskResolverRegistry)).toThrow(
    expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID' }),
  );
});
