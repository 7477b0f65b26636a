import type { TaskResolverRegistry } from '@graflow/registry';
import { optionInvalid } from '../errors.ts';

/**
 * Checks that the option `registry` is one, whichever copy of its package made it.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkRegistry(registry: TaskResolverRegistry): TaskResolverRegistry {
  if (typeof (registry as TaskResolverRegistry | null)?.get === 'function') return registry;
  throw optionInvalid('registry', registry, 'a TaskResolverRegistry');
}
