import type { Extras, PropertyData, Slot } from '../../format.ts';
import { privateLevels } from '../functions/private-levels.ts';
import { refuseSecretKey } from '../refusals/refuse-secrets.ts';
import { property, slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';

/** What an object would have without anybody's doing. */
export interface Natural {
  readonly proto: object | null;
  /** The own properties to look at, where it is known that all others are natural. */
  readonly only?: readonly PropertyKey[];
  /** Own properties that come with its making; they are left out. */
  readonly has?: (key: PropertyKey, descriptor: PropertyDescriptor) => boolean;
  /** Natural properties that are noted when they are gone. */
  readonly keys?: readonly PropertyKey[];
}

/** All that an object has beyond its kind: prototype, properties, and whether it is locked. Getters stay unread. */
export function extrasOf(capture: Capture, entry: Entry, natural: Natural): Extras | undefined {
  const object = entry.value as object;
  const keys = natural.only ?? Reflect.ownKeys(object);
  const props: PropertyData[] = [];
  for (const key of keys) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor && !natural.has?.(key, descriptor)) props.push(propertyData(capture, entry, key, descriptor));
  }
  const without = (natural.keys ?? [])
    .filter((key) => !Object.hasOwn(object, key))
    .map((key) => keySlot(capture, entry, key));
  const proto = Object.getPrototypeOf(object) as object | null;
  const lock = lockOf(object, keys);
  const privates = proto === natural.proto || typeof object === 'function' ? undefined : privateLevels(capture, entry);
  const extras: Extras = {
    ...(proto === natural.proto
      ? {}
      : { proto: slotFor(capture, proto, { from: entry, how: '.__proto__', kind: 'property' }) }),
    ...(props.length > 0 ? { props } : {}),
    ...(without.length > 0 ? { without } : {}),
    ...(lock ? { lock } : {}),
    ...(privates ? { privates } : {}),
  };
  return Object.keys(extras).length > 0 ? extras : undefined;
}

/** One own property as data. */
function propertyData(capture: Capture, entry: Entry, key: PropertyKey, descriptor: PropertyDescriptor): PropertyData {
  const step = property(entry, key);
  const name = keySlot(capture, entry, key);
  if (descriptor.get || descriptor.set) {
    return [name, slotFor(capture, descriptor.get, step), flagsOf(descriptor), slotFor(capture, descriptor.set, step)];
  }
  const value = slotFor(capture, descriptor.value, step);
  return isPlain(descriptor) ? [name, value] : [name, value, flagsOf(descriptor)];
}

/** True for a property as assignment makes it. */
export function isPlain({ writable, enumerable, configurable, get, set }: PropertyDescriptor): boolean {
  return writable === true && enumerable === true && configurable === true && !get && !set;
}

function keySlot(capture: Capture, entry: Entry, key: PropertyKey): Slot {
  if (typeof key === 'symbol') return slotFor(capture, key, property(entry, key));
  refuseSecretKey(capture, entry, String(key));
  return String(key);
}

function flagsOf({ writable, enumerable, configurable }: PropertyDescriptor): string {
  return `${writable ? 'w' : ''}${enumerable ? 'e' : ''}${configurable ? 'c' : ''}`;
}

function lockOf(object: object, keys: readonly PropertyKey[]): Extras['lock'] | undefined {
  if (Object.isExtensible(object)) return undefined;
  // Frozen and sealed say more than "not extensible" only where there are properties; the flags carry the rest.
  if (keys.length === 0) return 'fixed';
  return Object.isFrozen(object) ? 'frozen' : Object.isSealed(object) ? 'sealed' : 'fixed';
}
