import { types } from 'node:util';
import type { PayloadKind } from './payload-kind.ts';
import { maxBigIntDigits, maxHoles } from './rich-text-limits.ts';

/** Tells why a value cannot travel; undefined when it can, itself, whatever it contains. */
export function refusalOf(value: unknown, kindOf: (value: object) => PayloadKind | undefined): string | undefined {
  switch (typeof value) {
    case 'function':
      return 'it is a function';
    case 'symbol':
      return 'it is a Symbol';
    case 'bigint':
      return value >= tooLarge || value <= -tooLarge
        ? `it is a BigInt of more than ${maxBigIntDigits} digits`
        : undefined;
    case 'object':
      if (value === null) return undefined;
      return types.isProxy(value) ? 'it is a Proxy' : refusalOfObject(value, kindOf(value));
    default:
      return undefined;
  }
}

const tooLarge = 10n ** BigInt(maxBigIntDigits);

function refusalOfObject(value: object, kind: PayloadKind | undefined): string | undefined {
  switch (kind) {
    case undefined:
      return `it is ${classOf(value)}`;
    case 'Object':
      return refusalOfKeys(value);
    case 'Array':
      return refusalOfArray(value as unknown[]);
    case 'Bytes':
    case 'Error':
    case 'String':
    case 'Result':
      return undefined;
    default:
      return refusalOfExtra(Object.keys(value)[0]);
  }
}

function classOf(value: object): string {
  if (types.isRegExp(value)) return 'a RegExp';
  if (types.isPromise(value)) return 'a Promise that was not awaited';
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object'
    ? `an instance of ${name}`
    : 'an object with a prototype';
}

function refusalOfKeys(value: object): string | undefined {
  if (Object.hasOwn(value, '__proto__')) return 'it has a key "__proto__"';
  if (Object.hasOwn(value, 'constructor') && reachesPrototype(value)) return 'it has a key "constructor.prototype"';
  return Object.getOwnPropertySymbols(value).length > 0 ? 'it has a Symbol as key' : undefined;
}

function reachesPrototype({ constructor }: { readonly constructor?: unknown }): boolean {
  return typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype');
}

/** Keys that are no index come last; a list would lose them on its way. */
function refusalOfArray(value: readonly unknown[]): string | undefined {
  const keys = Object.keys(value);
  const last = keys.at(-1);
  if (last !== undefined && !/^\d+$/.test(last)) return refusalOfExtra(last);
  return value.length - keys.length > maxHoles ? `it is a list with more than ${maxHoles} holes` : undefined;
}

const refusalOfExtra = (key: string | undefined): string | undefined =>
  key === undefined ? undefined : `it has the extra property "${key}", which would be lost`;
