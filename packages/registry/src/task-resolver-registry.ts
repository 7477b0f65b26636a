import type { Resolver, TaskResolver } from '@graflow/resolver';
import { resolverIdTaken, resolverInvalid, resolverUnknown } from './errors.ts';

/**
 * Gives resolvers an id, so that contexts, queues and workers agree on one by naming it.
 *
 * @example
 * ```ts
 * import { TaskResolverRegistry } from '@graflow/registry';
 * import { TaskResolver } from '@graflow/resolver';
 *
 * const registry = new TaskResolverRegistry();
 * registry.register('etl', new TaskResolver());
 * registry.get('etl').registerTask('load', (path: string) => path);
 * ```
 */
export class TaskResolverRegistry {
  readonly #resolvers = new Map<string, TaskResolver>();

  /**
   * Gives a resolver an id. The same resolver may be registered again; another one only with `replace`.
   *
   * @throws {@link RegistryError} `GRAFLOW_RESOLVER_ID_TAKEN`, or `GRAFLOW_RESOLVER_INVALID` for an id of other than 1 to
   * 128 letters, digits and `. _ -`, and for what is no resolver.
   */
  register(resolverId: string, resolver: Resolver, options: RegisterOptions = {}): void {
    check(resolverId, resolver);
    const known = this.#resolvers.get(resolverId);
    if (known !== undefined && known !== resolver && options.replace !== true) throw resolverIdTaken(resolverId);
    // A resolver of another copy of the package has the same members; only its private ones are its own.
    this.#resolvers.set(resolverId, resolver as TaskResolver);
  }

  /**
   * Gives the resolver with this id.
   *
   * @throws {@link RegistryError} `GRAFLOW_RESOLVER_UNKNOWN`, with the known ids and the nearest of them.
   */
  get(resolverId = 'default'): TaskResolver {
    const resolver = this.#resolvers.get(resolverId);
    if (resolver === undefined) throw resolverUnknown(resolverId, this.ids());
    return resolver;
  }

  /** Tells whether a resolver has this id. */
  has(resolverId: string): boolean {
    return this.#resolvers.has(resolverId);
  }

  /** Gives the known ids, in the order of their registration. */
  ids(): string[] {
    return [...this.#resolvers.keys()];
  }

  /** Takes a resolver out of the registry and tells whether it was there. */
  unregister(resolverId: string): boolean {
    return this.#resolvers.delete(resolverId);
  }
}

/**
 * How a resolver is registered.
 */
export interface RegisterOptions {
  /** Whether a resolver that has the id already gives way. Default false. */
  readonly replace?: boolean;
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** By shape, so that a resolver of another copy of `@graflow/resolver` is one too. */
const check = (resolverId: unknown, resolver: Partial<Record<keyof Resolver, unknown>> | null | undefined): void => {
  if (typeof resolverId !== 'string' || !idPattern.test(resolverId)) {
    throw resolverInvalid(resolverId, 'an id has 1 to 128 letters, digits and . _ -');
  }
  for (const method of ['registerTask', 'serializeTask', 'resolveTask'] as const) {
    if (typeof resolver?.[method] !== 'function') throw resolverInvalid(resolverId, `it has no method ${method}()`);
  }
};
