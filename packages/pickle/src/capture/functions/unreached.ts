import { lookUp } from '../../analyse/scope.ts';
import { functionInternals, unreached } from '../../inspect/internals.ts';
import { offsetOf, type KnownScript } from '../../inspect/function-site.ts';
import { callFrames } from '../../inspect/stack.ts';
import type { Capture, Entry } from '../capture.ts';
import type { Place } from './place.ts';

/** True for a variable whose declaration was not reached yet; on Node 20 it shows as undefined. */
export function isUnreached(
  capture: Capture,
  { entry, place }: { readonly entry: Entry; readonly place: Place },
  name: string,
  value: unknown,
): boolean {
  if (value === unreached) return true;
  if (value !== undefined) return false;
  if (!(showsUnreached ??= showsUndefinedForUnreached())) return false;
  const { script, site } = place; // parsed only now
  const declared = site && lookUp(site.scope, name);
  if (!declared || !script || !later.has(declared.kind)) return false;
  // The heap would tell of any variable, but it takes long: a `let` that holds undefined is common.
  if (declared.kind === 'let' && !isUnderWayBefore(script, declared.start)) return false;
  return capture.heap().isUnreached(entry.value as object, name);
}

/** True where code of the script that stands before a place runs at this moment. */
function isUnderWayBefore(script: KnownScript, start: number): boolean {
  return callFrames().some(
    ({ scriptId, lineNumber: line, columnNumber: column }) =>
      scriptId === script.id && offsetOf(script, { scriptId, line, column }) < start,
  );
}

const later = new Set(['let', 'const', 'class']);

let showsUnreached: boolean | undefined;

function showsUndefinedForUnreached(): boolean {
  const reads = (): unknown => declaredBelow;
  const holds = functionInternals(reads).scopes.some(
    ({ values }) => Object.hasOwn(values, 'declaredBelow') && values['declaredBelow'] === undefined,
  );
  const declaredBelow = holds;
  return declaredBelow;
}
