import { readFunctionText } from '../../analyse/function-text.ts';
import { isModeless } from '../../analyse/modeless.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { FunctionInternals } from '../../inspect/internals.ts';
import { standardGlobals } from '../values/standard-globals.ts';

/** What a function stands in. */
export interface Around {
  readonly script: KnownScript | undefined;
  readonly internals: FunctionInternals;
}

/** True for a function that means the same wherever it stands, as it takes nothing but standard globals from around it: its script need not be parsed. */
export function standsAlone(source: string, method: boolean, around: Around): boolean {
  const { script } = around;
  if (!script?.fromFile) return false;
  const texts = known.get(script) ?? new Map<string, boolean>();
  known.set(script, texts);
  const key = `${method ? 'm' : '-'}${source}`;
  let alone = texts.get(key);
  if (alone === undefined) texts.set(key, (alone = isModeless(source) && takesGlobalsOnly(source, method, around)));
  return alone;
}

const known = new WeakMap<KnownScript, Map<string, boolean>>();

function takesGlobalsOnly(source: string, method: boolean, { script, internals }: Around): boolean {
  const text = readFunctionText(source, { method });
  if (!script || !text || text.outerPrivates.length > 0 || text.dynamicImports.length > 0) return false;
  return text.free.every(({ name }) => standardGlobals.has(name) && isUnbound(name, script, internals));
}

/** True where nothing around a function can be another meaning of a global, as far as that shows without parsing. */
export function isUnbound(name: string, script: KnownScript, internals: FunctionInternals): boolean {
  const names = unbound.get(script) ?? new Map<string, boolean>();
  unbound.set(script, names);
  const isFree = names.get(name) ?? standsUnbound(name, script.source);
  names.set(name, isFree);
  return isFree && !internals.scopes.some(({ kind, values }) => kind !== 'Global' && Object.hasOwn(values, name));
}

const unbound = new WeakMap<KnownScript, Map<string, boolean>>();

/** True where a name is nowhere declared: a binding is neither followed by a property or arguments nor preceded by `new`. */
function standsUnbound(name: string, source: string): boolean {
  if (/\beval\b|\bwith\s*[(/]|\\u/.test(source)) return false;
  return !new RegExp(`\\bfunction\\s*\\*?\\s*${name}\\b|(?<!\\bnew )\\b${name}\\b(?!\\s*(?:\\(|\\??\\.(?!\\.)))`).test(
    source,
  );
}
