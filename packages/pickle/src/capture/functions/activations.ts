import { outwards, type Scope } from '../../analyse/scope.ts';
import type { Site } from '../../analyse/script-text.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { RuntimeScope } from '../../inspect/internals.ts';
import type { Activation } from './activation.ts';
import { activationWith, createActivationTable } from './activation-table.ts';
import type { Capture } from '../capture.ts';

/** The activations that a function closes over, one for each of its runtime scopes, in their order; undefined for the global one. */
export function activationsOf(
  capture: Capture,
  script: KnownScript | undefined,
  site: Site | undefined,
  scopes: readonly RuntimeScope[],
): (Activation | undefined)[] {
  const places = align(site?.scope, scopes);
  return scopes.map(({ kind, values }, index) => {
    if (kind === 'Global') return undefined;
    const place = places[index];
    const name = place
      ? `${script?.id}:${place.id}`
      : `${script?.id}:-${scopes.length - index}:${Object.keys(values).join()}`;
    const table = capture.activations.get(name) ?? createActivationTable();
    capture.activations.set(name, table);
    const once =
      kind === 'Module' || kind === 'Script' || (place !== undefined && (script?.text?.once.has(place) ?? false));
    return activationWith(table, { scope: name, values, once });
  });
}

/** Matches runtime scopes, which hold only captured names, with the scopes of the text. */
function align(start: Scope | undefined, scopes: readonly RuntimeScope[]): (Scope | undefined)[] {
  let at = start;
  return scopes.map(({ kind, values }) => {
    const names = Object.keys(values);
    if (!at || kind === 'Global' || names.length === 0) return undefined;
    for (const scope of outwards(at)) {
      if (!names.every((name) => scope.variables.has(name) || name === 'arguments')) continue;
      at = scope.parent;
      return scope;
    }
    return undefined;
  });
}
