import { namesInKey, type ComputedElement, type KeyFate } from '../../analyse/class-keys.ts';
import { readFunctionText } from '../../analyse/function-text.ts';
import { isClassSyntax, type Syntax } from '../../analyse/syntax.ts';
import { lookUp } from '../../analyse/scope.ts';
import type { Site } from '../../analyse/script-text.ts';
import { functionInternals } from '../../inspect/internals.ts';
import { methodText } from './find-class-members.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';

/** Finds the key of an element of a live class whose key is an expression: by the method that has its text, in the order in which they stand. */
export function fateOfKeys(
  capture: Capture,
  entry: Entry,
  place: { readonly site: Site | undefined },
): (element: ComputedElement) => KeyFate {
  const taken = new Set<object>();
  return (element) => {
    if (element.type === 'PropertyDefinition') return fateOfField(capture, entry, place.site, element);
    const home = element.static ? (entry.value as object) : prototypeOf(entry.value as object);
    const part = element.kind === 'get' || element.kind === 'set' ? element.kind : 'value';
    const original = readFunctionText(Function.prototype.toString.call(entry.value));
    const text = original && methodText(original, element);
    const [found] = Reflect.ownKeys(home)
      .flatMap((key) => {
        const method: unknown = Object.getOwnPropertyDescriptor(home, key)?.[part];
        const isIt = typeof method === 'function' && Function.prototype.toString.call(method) === text;
        return isIt && !taken.has(method) ? [{ key, method, place: placeOf(method) }] : [];
      })
      .toSorted((left, right) => left.place - right.place);
    if (!found) return { kind: 'gone' };
    taken.add(found.method);
    return { kind: 'known', key: found.key };
  };
}

/** A key of literals and constants can be made again; for any other, the heap has what it was. */
function fateOfField(capture: Capture, entry: Entry, site: Site | undefined, element: ComputedElement): KeyFate {
  const names = namesInKey(element.key);
  if (names && !names.some((name) => site && lookUp(site.scope, name)?.assigned)) return { kind: 'stays' };
  const root = readFunctionText(Function.prototype.toString.call(entry.value))?.root;
  const fields = root && isClassSyntax(root) ? root.body.body.filter(isComputedField) : [];
  const keys = capture.heap().fieldKeysOf(entry.value as object);
  const key = keys[fields.findIndex(({ start }) => start === element.start)];
  if (key !== undefined && keys.length === fields.length) return { kind: 'known', key };
  refuse(
    capture,
    entry,
    'one of its fields has a computed key, which V8 does not show',
    'Compute the key before, into a constant, or set the field in the constructor.',
  );
  return { kind: 'gone' };
}

function isComputedField(element: Syntax): boolean {
  return element.type === 'PropertyDefinition' && element.computed;
}

function prototypeOf(fn: object): object {
  return Object.getOwnPropertyDescriptor(fn, 'prototype')?.value as object;
}

function placeOf(method: object): number {
  const { position } = functionInternals(method);
  return position ? position.line * 1e6 + position.column : 0;
}
