import type { KnownScript } from '../../inspect/function-site.ts';

/** Finds something out of a function, or knows it from before. */
export type Memory<T> = (fn: object, script: KnownScript | undefined, find: () => T) => T;

/** Keeps what hangs on nothing but the text of a function and the place where it stands, which never change: as long as the function lives. */
export function createMemory<T>(): Memory<T> {
  const known = new WeakMap<object, { readonly script: KnownScript | undefined; readonly found: T }>();
  return (fn, script, find) => {
    const before = known.get(fn);
    // What a file held may turn out not to be what runs.
    if (before && before.script === script) return before.found;
    const found = find();
    known.set(fn, { script, found });
    return found;
  };
}
