export {
  type AcceptancePolicy,
  allStrategies,
  checkStrategy,
  isStrategy,
  parseAccept,
  type TaskStrategy,
} from './acceptance-policy.ts';
export { parseEnvelope, type TaskEnvelope } from './envelope.ts';
export {
  TaskResolutionError,
  type TaskResolutionErrorCode,
  TaskSerializationError,
  type TaskSerializationErrorCode,
} from './errors.ts';
export { type ErrorDetails, ResolverError, type ResolverErrorCode } from './resolver-error.ts';
export type { AnyTask, Executable, ResultOf } from './executable.ts';
export { listNames, nearestName } from './name-suggestion.ts';
export { isNotMine } from './not-mine.ts';
export { type KeyRing, keyRingFrom } from './signing/key-ring.ts';
export { loadKeyRing } from './signing/load-key-ring.ts';
export type { SigningKey } from './signing/signing-key.ts';
export type { TaskCatalog } from './task-catalog.ts';
export { checkTaskName, taskNamePattern } from './task-name.ts';
export type { CaptureOptions, DedupOptions, RetryOptions, TaskOptions } from './task-options.ts';
export { type ResolveOptions, type Resolver, TaskResolver, type TaskResolverOptions } from './task-resolver.ts';
export { task, type TaskMark, taskMark } from './task.ts';
