import { types } from 'node:util';
import { hold, isHeld, type Held } from './held.ts';

/** All that shows of an object: what it inherits from, its own properties, whether it takes more, and what a map, a set or a date holds. */
export interface Reading {
  readonly object: WeakRef<object>;
  readonly parent: Held;
  readonly extensible: boolean;
  readonly keys: readonly PropertyKey[];
  readonly properties: readonly HeldProperty[];
  readonly content: readonly Held[];
}

interface HeldProperty {
  /** The value, or the getter. */
  readonly value: Held;
  readonly set: Held;
  readonly flags: number;
}

/** Reads an object; nothing of the user's runs. */
export function readingOf(object: object): Reading {
  const keys = Reflect.ownKeys(object);
  return {
    object: new WeakRef(object),
    parent: hold(Object.getPrototypeOf(object)),
    extensible: Object.isExtensible(object),
    keys,
    properties: keys.map((key) => {
      const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
      return { value: hold(valueIn(descriptor)), set: hold(descriptor.set), flags: flagsOf(descriptor) };
    }),
    content: contentOf(object).map(hold),
  };
}

/** True where an object is as it was read. */
export function isAsRead({ object: ref, parent, extensible, keys, properties, content }: Reading): boolean {
  const object = ref.deref();
  if (object === undefined || !isHeld(parent, Object.getPrototypeOf(object))) return false;
  if (Object.isExtensible(object) !== extensible) return false;
  const keysNow = Reflect.ownKeys(object);
  if (keysNow.length !== keys.length) return false;
  for (const [at, { value, set, flags }] of properties.entries()) {
    const key = keys[at]!;
    if (keysNow[at] !== key) return false;
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (!descriptor || !isHeld(value, valueIn(descriptor))) return false;
    if (flagsOf(descriptor) !== flags || !isHeld(set, descriptor.set)) return false;
  }
  const contentNow = contentOf(object);
  return contentNow.length === content.length && content.every((held, at) => isHeld(held, contentNow[at]));
}

/** What an object holds apart from its properties. */
function contentOf(object: object): readonly unknown[] {
  if (types.isMap(object)) return Array.from(entriesOf.call(object)).flat();
  if (types.isSet(object)) return Array.from(valuesOf.call(object));
  return types.isDate(object) ? [timeOf.call(object)] : nothing;
}

// Taken once, so that nothing that a user puts on an instance or prototype runs.
const entriesOf = Map.prototype.entries;
const valuesOf = Set.prototype.values;
const timeOf = Date.prototype.getTime;
const nothing: readonly unknown[] = [];

function valueIn({ get, value }: PropertyDescriptor): unknown {
  return get ?? value;
}

function flagsOf({ writable, enumerable, configurable, get, set }: PropertyDescriptor): number {
  return (writable ? 1 : 0) | (enumerable ? 2 : 0) | (configurable ? 4 : 0) | (get ? 8 : 0) | (set ? 16 : 0);
}
