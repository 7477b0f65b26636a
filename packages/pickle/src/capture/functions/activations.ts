import { outwards, type Scope } from '../../analyse/scope.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { RuntimeScope } from '../../inspect/internals.ts';
import type { Activation } from './activation.ts';
import { activationWith, createActivationTable } from './activation-table.ts';
import type { Capture } from '../capture.ts';
import { ofCommonJs, type Place } from './place.ts';

/** The activations that a function closes over, one for each of its runtime scopes, in their order; undefined for the global one. */
export function activationsOf(capture: Capture, around: Place): (Activation | undefined)[] {
  const { script, top } = around;
  const { scopes } = around.internals;
  const places = top ? [] : align(around.site?.scope, scopes);
  return scopes.map(({ kind, values }, index) => {
    if (kind === 'Global') return undefined;
    const place = places[index];
    const id = top ? topScope : (place?.id ?? `-${scopes.length - index}:${Object.keys(values).join()}`);
    const name = `${script?.id}:${id}`;
    const table = capture.activations.get(name) ?? createActivationTable();
    capture.activations.set(name, table);
    const once = top !== undefined || kind === 'Module' || kind === 'Script' || isOnce(script, place);
    return activationWith(table, { scope: name, values, once });
  });
}

/** The number of the scope in which the walk over a script starts. */
const topScope = 0;

function isOnce(script: KnownScript | undefined, place: Scope | undefined): boolean {
  return place !== undefined && (script?.text?.once.has(place) ?? false);
}

/** Matches runtime scopes, which hold only captured names, with the scopes of the text. */
function align(start: Scope | undefined, scopes: readonly RuntimeScope[]): (Scope | undefined)[] {
  let at = start;
  return scopes.map(({ kind, values }) => {
    const names = Object.keys(values);
    if (!at || kind === 'Global' || names.length === 0) return undefined;
    for (const scope of outwards(at)) {
      if (!names.every((name) => scope.variables.has(name) || isGiven(name, scope))) continue;
      at = scope.parent;
      return scope;
    }
    return undefined;
  });
}

/** True for what a function has without declaring it: its arguments, and what Node hands to the function around a CommonJS file. */
function isGiven(name: string, { parent }: Scope): boolean {
  return name === 'arguments' || (!parent && ofCommonJs.has(name));
}
