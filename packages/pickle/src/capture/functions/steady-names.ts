import { mayBeAssigned } from '../../analyse/may-be-assigned.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import { keepScopes, unreached } from '../../inspect/internals.ts';
import { isPortable } from '../../modules/specifier.ts';
import { isByValue } from '../../modules/travel-rules.ts';
import type { Place } from './place.ts';

/**
 * Spares V8 the question for the scopes of a function when it is pickled again: where all that it takes from the top of its script stands for one thing for
 * ever. What it imports does as well, as it is its name that travels.
 */
export function keepSteadyScopes(fn: object, wanted: readonly string[], { top, script, internals }: Place): void {
  const [only] = internals.scopes;
  if (!top || !script || !only || only.kind === 'Global') return;
  const { values } = only;
  const names = [...wanted, ...top.imports.keys()].filter((name) => Object.hasOwn(values, name));
  const isSteady = names.every((name) => {
    const value = values[name];
    // A constant that was not initialised yet may look like this.
    if (value === undefined || value === unreached) return false;
    const kind = top.kinds.get(name);
    if (kind === 'import') return isObject(value) && travelsByName(top.imports.get(name)?.specifier ?? '.');
    return kind === 'const' || ((kind === 'class' || kind === 'function') && isNeverAssigned(script, name));
  });
  if (isSteady) keepScopes(fn, internals.scopes, names);
}

function travelsByName(specifier: string): boolean {
  return isPortable(specifier) && !isByValue(specifier);
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

const assigned = new WeakMap<KnownScript, Map<string, boolean>>();

function isNeverAssigned(script: KnownScript, name: string): boolean {
  const known = assigned.get(script) ?? new Map<string, boolean>();
  assigned.set(script, known);
  const may = known.get(name) ?? mayBeAssigned(script.source, name);
  known.set(name, may);
  return !may;
}
