import type { Revival } from './graph.ts';
import { guardIn } from './private-state.ts';

/** A function out of what its program gives: methods and accessors come inside the object literal that they were written in. */
export function functionIn(revival: Revival, made: unknown, form: unknown): unknown {
  if (form === 'homed') return (made as unknown[])[1];
  if (form === 'guarded') return guardIn(revival, made as [object, never]);
  if (form !== 'method' && form !== 'getter' && form !== 'setter') return made;
  const key = Reflect.ownKeys(made as object)[0] ?? '';
  const descriptor = Object.getOwnPropertyDescriptor(made, key);
  return form === 'method' ? descriptor?.value : form === 'getter' ? descriptor?.get : descriptor?.set;
}

/** A method or accessor of a class. */
export function memberOf(owner: object, side: string, key: PropertyKey, part: 'value' | 'get' | 'set'): unknown {
  const home = side === 'static' ? owner : (Object.getOwnPropertyDescriptor(owner, 'prototype')?.value as object);
  return Object.getOwnPropertyDescriptor(home, key)?.[part];
}
