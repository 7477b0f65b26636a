import type { AcceptancePolicy, TaskCatalog, TaskStrategy } from '@graflow/resolver';
import type { TaskResolverRegistry } from '@graflow/registry';

/** What a spec learns from the queue it goes to or comes from. */
export interface SpecBinding {
  /** Where resolvers are looked up. */
  readonly registry: TaskResolverRegistry;
  /** The resolver of specs that name none. */
  readonly resolverId?: string | undefined;
  /** The strategy of specs that name none. */
  readonly strategy?: TaskStrategy | undefined;
  /** The strategies accepted on arrival. */
  readonly accept?: AcceptancePolicy | undefined;
  /** Where published tasks are looked up. */
  readonly catalog?: TaskCatalog | undefined;
}
