import { Buffer } from 'node:buffer';
import { types } from 'node:util';
import type { Node, Slot } from '../../format.ts';
import { captureArguments } from './capture-arguments.ts';
import { property, slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { refuseSecretKey } from '../refusals/refuse-secrets.ts';
import { extrasOf, isPlain, type Natural } from './properties.ts';

/** Objects whose making is known: arrays, dates, maps and the like. Undefined for anything else. */
export function captureData(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  if (Array.isArray(value)) return captureArray(capture, entry, value);
  if (types.isMap(value)) return captureMap(capture, entry, value);
  if (types.isSet(value)) return captureSet(capture, entry, value);
  if (types.isDate(value)) return node(capture, entry, 'date', [dateTime.call(value)], { proto: Date.prototype });
  if (types.isRegExp(value)) return captureRegExp(capture, entry, value);
  if (types.isBoxedPrimitive(value)) return captureBoxed(capture, entry, value);
  if (types.isArgumentsObject(value)) return captureArguments(capture, entry, value);
  return undefined;
}

/** A node with whatever else the object has. */
export function node(capture: Capture, entry: Entry, kind: string, rest: readonly unknown[], natural: Natural): Node {
  const extras = extrasOf(capture, entry, natural);
  return extras ? [kind, ...rest, extras] : [kind, ...rest];
}

/** An object of no special kind. */
export function captureObject(capture: Capture, entry: Entry): Node {
  const object = entry.value as object;
  const plain: Record<string, Slot> = {};
  const keys = Reflect.ownKeys(object);
  const descriptors = keys.map((key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const);
  if (!descriptors.every(([key, descriptor]) => typeof key === 'string' && descriptor && isPlain(descriptor))) {
    return node(capture, entry, 'object', [{}], { proto: Object.prototype });
  }
  for (const [key, descriptor] of descriptors) {
    refuseSecretKey(capture, entry, key as string);
    const value = slotFor(capture, descriptor?.value, property(entry, key));
    Object.defineProperty(plain, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return node(capture, entry, 'object', [plain], { proto: Object.prototype, has: () => true });
}

function captureArray(capture: Capture, entry: Entry, array: readonly unknown[]): Node {
  const natural: Natural = {
    proto: Array.prototype,
    has: (key, { writable }) => key === 'length' && writable === true,
  };
  const items = denseItems(capture, entry, array);
  if (!items) return node(capture, entry, 'array', [[], array.length], natural);
  // Indices come first among the keys.
  return node(capture, entry, 'array', [items], { ...natural, only: Reflect.ownKeys(array).slice(array.length) });
}

/** The items of an array without holes and accessors; undefined for any other array. */
function denseItems(capture: Capture, entry: Entry, array: readonly unknown[]): Slot[] | undefined {
  const keys = Object.keys(array);
  if (keys.length < array.length || (array.length > 0 && keys[array.length - 1] !== String(array.length - 1)))
    return undefined;
  const values: unknown[] = [];
  for (let index = 0; index < array.length; index += 1) {
    const descriptor = Object.getOwnPropertyDescriptor(array, index);
    if (!descriptor || !isPlain(descriptor)) return undefined;
    values.push(descriptor.value);
  }
  return values.map((item, index) => slotFor(capture, item, property(entry, index)));
}

function captureMap(capture: Capture, entry: Entry, map: Map<unknown, unknown>): Node {
  const entries: Slot[] = [];
  for (const [key, value] of mapEntries(map)) {
    const isText = typeof key === 'string';
    entries.push(
      slotFor(capture, key, { from: entry, how: isText ? key : '.keys()', kind: isText ? 'map-key' : 'property' }),
    );
    entries.push(
      slotFor(capture, value, {
        from: entry,
        how: isText ? key : `.get(${typeof key})`,
        kind: isText ? 'map-value' : 'property',
      }),
    );
  }
  return node(capture, entry, 'map', [entries], { proto: Map.prototype });
}

function captureSet(capture: Capture, entry: Entry, set: Set<unknown>): Node {
  const items = [...setValues(set)].map((item) =>
    slotFor(capture, item, { from: entry, how: '.values()', kind: 'property' }),
  );
  return node(capture, entry, 'set', [items], { proto: Set.prototype });
}

function captureRegExp(capture: Capture, entry: Entry, regexp: RegExp): Node {
  const lastIndex = slotFor(capture, regexp.lastIndex, property(entry, 'lastIndex'));
  const has: Natural['has'] = (key, { writable }) => key === 'lastIndex' && writable === true;
  return node(capture, entry, 'regexp', [regexpSource.call(regexp), regexpFlags(regexp), lastIndex], {
    proto: RegExp.prototype,
    has,
  });
}

function captureBoxed(capture: Capture, entry: Entry, boxed: object): Node {
  const primitive: unknown = primitiveIn(boxed);
  const has: Natural['has'] = (key) =>
    typeof primitive === 'string' &&
    (key === 'length' || (typeof key === 'string' && /^\d+$/.test(key) && Number(key) < primitive.length));
  const step = { from: entry, how: '.valueOf()', kind: 'property' } as const;
  return node(capture, entry, 'boxed', [slotFor(capture, primitive, step)], {
    proto: Object(primitive).constructor.prototype as object,
    has,
  });
}

// Taken once, so that nothing that a user puts on an instance or prototype runs.
const dateTime = Date.prototype.getTime;
const regexpSource = { call: (regexp: RegExp): string => regexpGetter('source', regexp) as string };
const mapEntries = (map: Map<unknown, unknown>): Iterable<[unknown, unknown]> =>
  Map.prototype.entries.call(map) as Iterable<[unknown, unknown]>;
const setValues = (set: Set<unknown>): Iterable<unknown> => Set.prototype.values.call(set);

const flagGetters = [
  'hasIndices',
  'global',
  'ignoreCase',
  'multiline',
  'dotAll',
  'unicode',
  'unicodeSets',
  'sticky',
] as const;

function regexpFlags(regexp: RegExp): string {
  return Array.from('dgimsuvy')
    .filter((_, index) => regexpGetter(flagGetters[index] ?? 'global', regexp))
    .join('');
}

function regexpGetter(name: string, regexp: RegExp): unknown {
  return Object.getOwnPropertyDescriptor(RegExp.prototype, name)?.get?.call(regexp);
}

function primitiveIn(boxed: object): unknown {
  if (types.isNumberObject(boxed)) return Number.prototype.valueOf.call(boxed);
  if (types.isStringObject(boxed)) return String.prototype.valueOf.call(boxed);
  if (types.isBooleanObject(boxed)) return Boolean.prototype.valueOf.call(boxed);
  if (types.isBigIntObject(boxed)) return BigInt.prototype.valueOf.call(boxed);
  return Symbol.prototype.valueOf.call(boxed);
}

/** Bytes as text. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
