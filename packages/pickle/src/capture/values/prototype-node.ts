import type { Node } from '../../format.ts';
import { indexOf, property } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { extrasOf } from './properties.ts';

/** The function that an object came with as its `prototype`; undefined for any other object. */
export function ownerOf(capture: Capture, entry: Entry): number | undefined {
  const object = entry.value as object;
  const known = capture.prototypes.get(object);
  if (known) return known.owner;
  const constructor = Object.getOwnPropertyDescriptor(object, 'constructor')?.value as unknown;
  if (typeof constructor !== 'function') return undefined;
  const isOwned = Object.getOwnPropertyDescriptor(constructor, 'prototype')?.value === object;
  return isOwned ? indexOf(capture, constructor, property(entry, 'constructor')) : undefined;
}

/** The node of a prototype whose function was walked. */
export function prototypeNode(capture: Capture, entry: Entry, owner: number): Node {
  const object = entry.value as object;
  const fn = capture.entries[owner]?.value as object;
  // What a package gives out is not ours to copy.
  if (!capture.functions.has(owner)) return ['prototype', owner];
  const members = capture.prototypes.get(object)?.members;
  const has = (key: PropertyKey, descriptor: PropertyDescriptor): boolean =>
    (key === 'constructor' && descriptor.value === fn && !descriptor.enumerable) ||
    (members?.instances.has(key, descriptor) ?? false);
  const extras = extrasOf(capture, entry, {
    proto: protoOf(capture, owner, fn),
    has,
    keys: members?.instances.keys ?? [],
  });
  return extras ? ['prototype', owner, extras] : ['prototype', owner];
}

function protoOf(capture: Capture, owner: number, fn: object): object | null {
  const text = capture.functions.get(owner)?.text;
  if (text?.generator)
    return (
      (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(fn), 'prototype')?.value as object | undefined) ?? null
    );
  if (!text?.extends) return Object.prototype;
  const parent: unknown = Object.getPrototypeOf(fn);
  if (typeof parent !== 'function') return null;
  return parent === Function.prototype
    ? null
    : (Object.getOwnPropertyDescriptor(parent, 'prototype')?.value as object | null);
}
