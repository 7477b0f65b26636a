import type { Guard } from './graph.ts';

/** The classes that came by value to this process; one for all copies of this package in it. */
export interface ClassStore {
  /** By the hash of what makes them and by where their modules came from. */
  readonly classes: Map<string, WeakRef<object>>;
  /** All that came with each class; kept by the class, so that nothing lives longer than it. */
  readonly worlds: WeakMap<object, readonly unknown[]>;
  /** The access to private members of each class that has some. */
  readonly guards: WeakMap<object, Guard>;
  /** Numbers for modules, which may be loaded from several places. */
  readonly modules: { readonly numbers: WeakMap<object, number>; count: number };
}

/** The store of this process. */
export function classStore(): ClassStore {
  const key = Symbol.for('@graflow/classes/1');
  const known = Reflect.get(globalThis, key) as ClassStore | undefined;
  if (known) return known;
  const store: ClassStore = {
    classes: new Map(),
    worlds: new WeakMap(),
    guards: new WeakMap(),
    modules: { numbers: new WeakMap(), count: 0 },
  };
  Object.defineProperty(globalThis, key, { value: store });
  return store;
}

/** A number that says which module of this process it is. */
export function moduleNumber({ modules }: ClassStore, module: unknown): string {
  if (typeof module !== 'object' || module === null) return String(module);
  const known = modules.numbers.get(module);
  if (known !== undefined) return String(known);
  modules.numbers.set(module, (modules.count += 1));
  return String(modules.count);
}
