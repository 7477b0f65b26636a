import type { AnyTask, CaptureOptions, Resolver, TaskEnvelope, TaskStrategy } from '@graflow/resolver';

/** Makes the envelope of a function, or of a task that is known elsewhere by a name; without a promise where the resolver can. */
export function serialize(
  resolver: Resolver,
  task: AnyTask | string,
  strategy: TaskStrategy | undefined,
  capture: CaptureOptions | undefined,
): Promise<TaskEnvelope> | TaskEnvelope {
  if (typeof task === 'string') return resolver.referenceTo(task);
  // A resolver of an older copy of its package has the slower way alone.
  return resolver.serializeNow?.(task, strategy, capture) ?? resolver.serializeTask(task, strategy, capture);
}
