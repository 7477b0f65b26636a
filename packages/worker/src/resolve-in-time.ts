import type { AnySpec } from '@graflow/taskspec';
import type { TaskResolverRegistry } from '@graflow/registry';
import { resolveTimeout } from './errors.ts';

/** How long a resolver may look for a task, in milliseconds: one that hangs must not keep the slot for ever. */
export const resolveLimitMs = 30_000;

/**
 * Resolves the task of a spec, where that cannot be done at once.
 *
 * @throws WorkerError `GRAFLOW_RESOLVE_TIMEOUT`, and whatever the resolver throws.
 */
export async function resolveInTime(spec: AnySpec, registry: TaskResolverRegistry | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(resolveTimeout(spec.resolverId, resolveLimitMs)), resolveLimitMs);
  });
  try {
    await Promise.race([spec.ensureDeserialized(registry), late]);
  } finally {
    clearTimeout(timer);
  }
}
