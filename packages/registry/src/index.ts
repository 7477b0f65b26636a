export { defaultRegistry } from './default-registry.ts';
export { RegistryError, type RegistryErrorCode } from './errors.ts';
export { type RegisterOptions, TaskResolverRegistry } from './task-resolver-registry.ts';
