import { TaskResolver } from '@graflow/resolver';
import { TaskResolverRegistry } from './task-resolver-registry.ts';

const registryKey = Symbol.for('@graflow/registry/1');

const openDefaultRegistry = (): TaskResolverRegistry => {
  const place = globalThis as { [registryKey]?: TaskResolverRegistry };
  if (place[registryKey] !== undefined) return place[registryKey];
  const registry = new TaskResolverRegistry();
  registry.register('default', new TaskResolver());
  Object.defineProperty(place, registryKey, { value: registry });
  return registry;
};

/**
 * The registry of this process, shared by every copy of this package. Its `default` resolver exists from the start.
 */
export const defaultRegistry: TaskResolverRegistry = openDefaultRegistry();
