import { processWide } from './process-wide.ts';
import { isNative } from './source-of.ts';

/** How instances of a class travel that only its owner knows how to carry. */
export interface Reducer<Instance extends object, Data> {
  /** What an instance is made of, as anything that can be pickled; it is the only code of yours that runs while a value is pickled. */
  readonly reduce: (instance: Instance) => Data;
  /** Makes the instance again, on the other side. It travels with the pickle, so that nothing need be registered there. */
  readonly revive: (data: Data) => Instance;
}

/**
 * Says how the instances of a class travel: as what `reduce` makes of each, and again as what `revive` makes of that. It holds for the whole process,
 * tasks included, until the function that it gives is called.
 *
 * Instances of subclasses travel so, too, unless the subclass is registered itself: put `instance.constructor` into the data where `revive` must know.
 * An instance that is met twice is reduced once. Where the data leads back to its own instance, that place throws while `revive` runs, and is set after it.
 *
 * @throws TypeError for what is no class, or lacks one of the two functions.
 *
 * @example
 * ```ts
 * import { register } from '@graflow/pickle';
 * import { Redis } from 'ioredis';
 *
 * register(Redis, {
 *   reduce: ({ options: { host, port, db } }) => ({ host, port, db }),
 *   revive: (options) => new Redis({ ...options, lazyConnect: true }),
 * });
 * ```
 */
export function register<Instance extends object, Data>(
  // oxlint-disable-next-line typescript/no-explicit-any -- the bound must accept every constructor, whatever its parameters; `never` would refuse overloads
  Class: abstract new (...args: any[]) => Instance,
  { reduce, revive }: Reducer<Instance, Data>,
): () => void {
  const prototype: unknown = typeof Class === 'function' ? Class.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null)
    throw new TypeError('register() takes a class and { reduce, revive }: its first argument is no class.');
  if (typeof reduce !== 'function' || typeof revive !== 'function')
    throw new TypeError(`register(${Class.name}, { reduce, revive }) takes two functions.`);
  if (isNative(Function.prototype.toString.call(revive)))
    throw new TypeError(`The revive of ${Class.name} is native or bound and cannot travel: write (data) => fn(data).`);
  const reducer = { name: Class.name, reduce, revive } as unknown as KnownReducer;
  reducers().set(prototype, reducer);
  return () => {
    if (reducers().get(prototype) === reducer) reducers().delete(prototype);
  };
}

/** A reducer as the walk uses it. */
export interface KnownReducer {
  /** The name of its class. */
  readonly name: string;
  readonly reduce: (instance: object) => unknown;
  readonly revive: (data: unknown) => object;
}

/** The reducers of this process, by the prototype of their class. */
export function reducers(): Map<object, KnownReducer> {
  return processWide('reducers', () => new Map<object, KnownReducer>());
}
