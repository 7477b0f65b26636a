import { fileURLToPath } from 'node:url';
import { functionInternals, type FunctionInternals } from './inspect/internals.ts';
import { scriptOfFunction, type KnownScript } from './inspect/function-site.ts';
import { releaseHandles } from './inspect/session.ts';
import { loadedFiles } from './modules/loaded-files.ts';

/**
 * Tells the name under which a function is exported by the module that it was written in; undefined where that module does not export it.
 *
 * Nothing is imported or run for it: the inspector shows the bindings of the module, and the text of the module says which of them it exports.
 * Works for native ES modules, CommonJS, esbuild bundles, and what tsx, jiti and vitest make of TypeScript. `default` comes last where there is a choice.
 *
 * @example
 * ```ts
 * import { exportNameOf } from '@graflow/pickle';
 * import { resize } from './images.ts';
 *
 * exportNameOf(resize); // 'resize'
 * ```
 */
export function exportNameOf(fn: (...args: never[]) => unknown): string | undefined {
  try {
    const internals = functionInternals(fn);
    const script = scriptOfFunction(Function.prototype.toString.call(fn), internals);
    return script && exportedName(fn, internals, script);
  } finally {
    releaseHandles();
  }
}

/** The same, for a function whose internals are known. */
export function exportedName(fn: unknown, internals: FunctionInternals, script: KnownScript): string | undefined {
  const names = new Set([...fromText(fn, internals, script), ...fromCommonJs(fn, script)]);
  for (const name of names) if (name !== 'default') return name;
  return names.has('default') ? 'default' : undefined;
}

function fromText(fn: unknown, { allScopes }: FunctionInternals, script: KnownScript): string[] {
  const bindings = allScopes.slice(0, -1);
  const holds = (local: string): boolean => {
    const scope = bindings.findLast(({ values }) => Object.hasOwn(values, local));
    return scope?.values[local] === fn;
  };
  return (script.text?.exports ?? []).filter(({ local }) => holds(local)).map(({ exported }) => exported);
}

function fromCommonJs(fn: unknown, script: KnownScript): string[] {
  const file = script.url.startsWith('file:') ? fileURLToPath(script.url.replace(/[?#].*$/, '')) : script.url;
  const exports: unknown = loadedFiles()[file]?.exports;
  if (exports === fn) return ['default'];
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return [];
  const names: string[] = [];
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exports)))
    if (value === fn) names.push(name);
  return names;
}
