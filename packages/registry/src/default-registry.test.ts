import { TaskResolver } from '@graflow/resolver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { defaultRegistry } from './default-registry.ts';

const loadCopies = async () => {
  vi.resetModules();
  return { registry: await import('./default-registry.ts'), resolver: await import('@graflow/resolver') };
};

it('has its `default` resolver from the start', () => {
  expect(defaultRegistry.get()).toBeInstanceOf(TaskResolver);
  expect(defaultRegistry.ids()).toEqual(['default']);
});

it('is the same for two copies of this package', async () => {
  const copies = await loadCopies();
  expect(copies.registry.defaultRegistry).toBe(defaultRegistry);
});

it('takes a resolver of another copy of @graflow/resolver, and its tasks resolve', async () => {
  const copies = await loadCopies();
  const foreign = new copies.resolver.TaskResolver().registerTask('add', (left: number, right: number) => left + right);
  expect(foreign).not.toBeInstanceOf(TaskResolver);
  defaultRegistry.register('foreign', foreign);
  onTestFinished(() => void defaultRegistry.unregister('foreign'));
  const executable = await defaultRegistry.get('foreign').resolveTask(new TaskResolver().referenceTo('add'));
  expect(executable(1, 2)).toBe(3);
});

it('cannot be overwritten by chance and does not show in a listing', () => {
  expect(Object.getOwnPropertyDescriptor(globalThis, Symbol.for('@graflow/registry/1'))).toMatchObject({
    enumerable: false,
    writable: false,
  });
});
