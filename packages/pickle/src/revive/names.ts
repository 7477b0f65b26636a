import { hiddenIntrinsics } from '../modules/intrinsics.ts';

/** A built-in object or function, by the path that leads to it. */
export function findGlobal(path: readonly string[]): unknown {
  const [first = '', ...rest] = path;
  const hidden = /^%(.+)%$/.exec(first)?.[1];
  let at: unknown = hidden === undefined ? globalThis : hiddenIntrinsics().find(([name]) => name === hidden)?.[1];
  const steps = hidden === undefined ? path : rest;
  for (let index = 0; index < steps.length && at !== undefined; index += 1) {
    const step = steps[index] ?? '';
    const key = step.startsWith('@@') ? (Reflect.get(Symbol, step.slice(2)) as symbol) : step;
    const accessor = steps[index + 1];
    if (step === '__proto__') at = Object.getPrototypeOf(at);
    else if (accessor === '@@get' || accessor === '@@set') {
      at = Object.getOwnPropertyDescriptor(at, key)?.[accessor === '@@get' ? 'get' : 'set'];
      index += 1;
    } else at = Reflect.get(at as object, key);
  }
  return at;
}

/** Something of a module; a name that a namespace of CommonJS exports does not show is looked for in its default. */
export function memberOfModule(namespace: unknown, path: readonly string[]): unknown {
  let at = namespace;
  for (const [index, step] of path.entries()) {
    const lacks = index === 0 && !Object.hasOwn(at as object, step);
    // A package may give `require` what it gives `import` under names of their own.
    if (lacks && step === 'default') continue;
    const from = lacks ? Reflect.get(at as object, 'default') : at;
    at = from === undefined || from === null ? undefined : Reflect.get(Object(from) as object, step);
  }
  return at;
}

/** A namespace as transpilers make it of CommonJS exports: their names next to `default`. */
export function interopOf(namespace: unknown): object {
  const made = Object.create(null) as object;
  const exports: unknown = Reflect.get(namespace as object, 'default');
  const flagged = typeof exports === 'object' && exports !== null && '__esModule' in exports;
  const sources = flagged ? [exports] : [exports, namespace];
  for (const source of sources) {
    if ((typeof source !== 'object' && typeof source !== 'function') || source === null) continue;
    for (const key of Object.getOwnPropertyNames(source)) {
      if (
        Object.hasOwn(made, key) ||
        (typeof source === 'function' &&
          ['length', 'name', 'prototype', 'arguments', 'caller'].includes(key) &&
          source === exports &&
          key !== 'name')
      )
        continue;
      Object.defineProperty(made, key, {
        get: () => Reflect.get(source, key) as unknown,
        enumerable: true,
        configurable: true,
      });
    }
  }
  return made;
}
