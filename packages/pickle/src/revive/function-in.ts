import { malformed } from '../errors.ts';
import { guardIn } from './private-state.ts';
import type { Revival } from './graph.ts';

/**
 * A function out of what its program gives: methods and accessors come inside the object literal that they were written in, a class with private members
 * with the access to them, an arrow with `super` with the object that it starts from.
 */
export function functionIn(revival: Revival, made: unknown, kind: string): unknown {
  if (made === undefined) throw malformed('one of its functions is in no program');
  if (kind === 'class') return Array.isArray(made) ? guardIn(revival, made as [object, never]) : made;
  if (kind === 'function') return Array.isArray(made) ? (made as unknown[])[0] : made;
  const key = Reflect.ownKeys(made as object)[0] ?? '';
  const descriptor = Object.getOwnPropertyDescriptor(made, key);
  return kind === 'method' ? descriptor?.value : kind === 'getter' ? descriptor?.get : descriptor?.set;
}

/** The object that the `super` of a function starts from, in what its program gives. */
export function homeIn(made: unknown): object {
  return (Array.isArray(made) ? (made as unknown[])[1] : made) as object;
}

/** A method or accessor of a class. */
export function memberOf(owner: object, side: string, key: PropertyKey, part: 'value' | 'get' | 'set'): unknown {
  const home = side === 'static' ? owner : (Object.getOwnPropertyDescriptor(owner, 'prototype')?.value as object);
  return Object.getOwnPropertyDescriptor(home, key)?.[part];
}
