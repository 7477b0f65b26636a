import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { reducers, type KnownReducer } from '../../register.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';

/** An instance of a class with a reducer, as what that makes of it; undefined for anything else. */
export function captureReduced(capture: Capture, entry: Entry): Node | undefined {
  const reducer = reducerOf(entry.value);
  if (!reducer) return undefined;
  const { name, reduce, revive } = reducer;
  let data: unknown;
  try {
    data = reduce(entry.value as object);
  } catch (error) {
    return refuseReduced(capture, entry, `the reducer of ${name} failed: ${messageOf(error)}`);
  }
  if (data === entry.value) return refuseReduced(capture, entry, `the reducer of ${name} gave the instance itself`);
  const step = (how: string) => ({ from: entry, how, kind: 'property' }) as const;
  return ['reduced', slotFor(capture, revive, step('.[[revive]]')), slotFor(capture, data, step('.[[reduce]]'))];
}

function refuseReduced(capture: Capture, entry: Entry, reason: string): Node {
  const fix = 'Let reduce give what the instance is made of, as plain data.';
  return refuse(capture, entry, reason, fix, 'Or create it inside the function that uses it.');
}

/** The reducer of the nearest class that has one. */
function reducerOf(value: unknown): KnownReducer | undefined {
  const known = reducers();
  if (known.size === 0 || typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  if (isPrototype(value)) return undefined;
  for (let at = above(value); at && !types.isProxy(at); at = above(at)) {
    const reducer = known.get(at);
    if (reducer) return reducer;
  }
  return undefined;
}

/** True for the `prototype` of a class, which inherits from its base and is no instance of it. */
function isPrototype(object: object): boolean {
  const constructor: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return (
    typeof constructor === 'function' && Object.getOwnPropertyDescriptor(constructor, 'prototype')?.value === object
  );
}

function above(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
