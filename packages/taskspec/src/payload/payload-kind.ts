import { types } from 'node:util';
import { viewNameOf } from './payload-bytes.ts';
import { isPendingResult } from './result-of.ts';

/** What an object is, as far as payloads know objects; told by what the engine says, never by what it says of itself. */
export type PayloadKind =
  | 'Object'
  | 'Array'
  | 'Date'
  | 'Map'
  | 'Set'
  | 'Error'
  | 'Bytes'
  | 'URL'
  | 'URLSearchParams'
  | 'Number'
  | 'String'
  | 'Boolean'
  | 'BigInt'
  | 'Result';

/** Tells what an object is; undefined for instances of classes and for everything else that is not data. */
export function kindOf(value: object): PayloadKind | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return 'Object';
  if (prototype === Array.prototype) return 'Array';
  if (viewNameOf(value) !== undefined) return 'Bytes';
  if (isError(value)) return 'Error';
  const steps = stepsToNull(value);
  if (steps === 2) return kinds.find(([, is]) => is(value))?.[0];
  return steps === 1 && isObjectPrototype(prototype) ? 'Object' : undefined;
}

const kinds: readonly (readonly [PayloadKind, (value: unknown) => boolean])[] = [
  ['Array', Array.isArray],
  ['Date', types.isDate],
  ['Map', types.isMap],
  ['Set', types.isSet],
  ['URL', (value) => value instanceof URL],
  ['URLSearchParams', (value) => value instanceof URLSearchParams],
  ['Number', types.isNumberObject],
  ['String', types.isStringObject],
  ['Boolean', types.isBooleanObject],
  ['BigInt', types.isBigIntObject],
  ['Result', isPendingResult],
];

const isError = (value: unknown): boolean => types.isNativeError(value) || value instanceof Error;

/** Counts the prototypes above a value, in any realm: a `Map` has two, an instance of a class on top of it three. */
function stepsToNull(value: object): number {
  let steps = 0;
  for (let next: unknown = Object.getPrototypeOf(value); next !== null; next = Object.getPrototypeOf(next)) steps += 1;
  return steps;
}

const isObjectPrototype = (value: unknown): boolean => Object.hasOwn(value as object, 'isPrototypeOf');
