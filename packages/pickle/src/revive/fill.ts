import { notRevivedYet } from '../errors.ts';
import type { Extras, Node, PropertyData, Slot } from '../format.ts';
import { homeIn } from './function-in.ts';
import type { MadeCode } from './make-code.ts';
import { nodeAt, valueIn, type Revival } from './graph.ts';
import { extrasIn, functionParts, isFunctionNode } from '../node-parts.ts';

/** Gives the object of one node what it holds: for a first time, when code needs it while others are still being made, and for good at the end. */
export function fillNode(revival: Revival, index: number, final: boolean): void {
  if (revival.adopted.has(index)) return;
  const node = nodeAt(revival, index);
  const target = revival.live[index];
  const of = (slot: Slot): unknown => valueIn(revival, slot);
  const isThere = (slot: Slot): boolean => final || isReady(revival, slot);
  const [kind, first] = node;
  if (kind === 'code') {
    for (const { set, slots } of (target as MadeCode).setters) set(slots.map(of));
    return;
  }
  const isFunction = isFunctionNode(node);
  if (isFunction || kind === 'prototype' || kind === 'member') revival.touch?.(first as number);
  if (isFunction) nameFunction(target as object, node);
  const extras = extrasIn(node);
  if (extras?.proto !== undefined && isThere(extras.proto))
    Object.setPrototypeOf(target, of(extras.proto) as object | null);
  if (kind === 'map') fillMap(target as Map<unknown, unknown>, (first as Slot[]).map(of));
  if (kind === 'weak-map' && (first as Slot[]).every(isThere))
    fillWeak(target as WeakMap<object, unknown>, (first as Slot[]).map(of));
  if (kind === 'weak-set' && (first as Slot[]).every(isThere))
    for (const item of first as Slot[]) weakAdd.call(target, of(item) as object);
  if (kind === 'promise' && final) revival.promises.get(index)?.(of(node[2] as Slot));
  if (isFunction && extras?.super !== undefined && isThere(extras.super)) setHome(revival, node, of(extras.super));
  if (kind === 'set') fillSet(target as Set<unknown>, (first as Slot[]).map(of));
  if (kind === 'array' || kind === 'arguments')
    for (const [position, item] of (first as Slot[]).entries()) put(revival, target as object, position, item);
  if (kind === 'regexp') (target as RegExp).lastIndex = of(node[3] as Slot) as number;
  if (kind === 'error') fillError(target as object, first as string | null);
  if (kind === 'object')
    for (const [key, value] of Object.entries(first as object)) put(revival, target as object, key, value as Slot);
  if (extras) fillExtras(revival, target as object, extras, final);
}

/** Locks the object of one node, when all are filled. */
export function lockNode(revival: Revival, index: number): void {
  if (revival.adopted.has(index)) return;
  const node = revival.nodes[index];
  const lock = node && extrasIn(node)?.lock;
  const target = revival.live[index];
  if (lock === 'frozen') Object.freeze(target);
  if (lock === 'sealed') Object.seal(target);
  if (lock === 'fixed') Object.preventExtensions(target);
}

function nameFunction(target: object, node: Node): void {
  const { name } = functionParts(node);
  if (name !== undefined) Object.defineProperty(target, 'name', { value: name, configurable: true });
}

function fillError(target: object, stack: string | null): void {
  for (const key of Reflect.ownKeys(target)) Reflect.deleteProperty(target, key);
  if (stack !== null) Object.defineProperty(target, 'stack', { value: stack, writable: true, configurable: true });
}

function fillMap(map: Map<unknown, unknown>, entries: readonly unknown[]): void {
  map.clear();
  for (let at = 0; at < entries.length; at += 2) mapSet.call(map, entries[at], entries[at + 1]);
}

function fillSet(set: Set<unknown>, items: readonly unknown[]): void {
  set.clear();
  for (const item of items) setAdd.call(set, item);
}

function fillPrivates(revival: Revival, target: object, { privates = [] }: Extras, final: boolean): void {
  for (const [owner, fields] of privates) {
    const guard = revival.guards.get(valueIn(revival, [owner]) as object);
    for (const [name, slot] of fields)
      if (final || isReady(revival, slot)) guard?.members[name]?.set(target, valueIn(revival, slot));
  }
}

function fillExtras(revival: Revival, target: object, extras: Extras, final: boolean): void {
  const of = (slot: Slot): unknown => valueIn(revival, slot);
  for (const key of extras.without ?? []) Reflect.deleteProperty(target, of(key) as PropertyKey);
  for (const property of extras.props ?? []) {
    // A property that is there for good could not be set again.
    if (final || (isReady(revival, property[1]) && isReady(revival, property[3]))) defineProperty(target, property, of);
  }
  fillPrivates(revival, target, extras, final);
  if (extras.task && final) markTask(target, extras.task.name, of(extras.task.options));
}

/** False for what is under way, or waits for something that is. */
function isReady(revival: Revival, slot: Slot | undefined): boolean {
  if (!Array.isArray(slot) || typeof slot[0] !== 'number') return true;
  valueIn(revival, slot);
  return revival.made[slot[0]] === true;
}

function defineProperty(
  target: object,
  [key, value, flags = 'wec', set]: PropertyData,
  of: (slot: Slot) => unknown,
): void {
  const shared = { enumerable: flags.includes('e'), configurable: flags.includes('c') };
  const descriptor: PropertyDescriptor =
    set === undefined
      ? { value: of(value), writable: flags.includes('w'), ...shared }
      : { get: of(value) as () => unknown, set: of(set) as (value: unknown) => void, ...shared };
  Object.defineProperty(target, of(key) as PropertyKey, descriptor);
}

/** Sets a property; one that leads back to an instance that is being revived throws until that is there. */
function put(revival: Revival, target: object, key: PropertyKey, slot: Slot): void {
  const value = valueIn(revival, slot);
  const index = Array.isArray(slot) ? (slot[0] as number) : -1;
  if (!revival.making.has(index) || revival.nodes[index]?.[0] !== 'reduced') return define(target, key, value);
  const get = (): never => {
    throw notRevivedYet(String(key));
  };
  Object.defineProperty(target, key, { get, enumerable: true, configurable: true });
}

function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Puts a function into the table of `task()`, as `@graflow/resolver` does. */
function markTask(target: object, name: string, options: unknown): void {
  const key = Symbol.for('@graflow/tasks/1');
  let tasks = Reflect.get(globalThis, key) as WeakMap<object, unknown> | undefined;
  if (!tasks) Reflect.set(globalThis, key, (tasks = new WeakMap()));
  tasks.set(target, { name, options });
}

/** A method with `super` looks into the prototype of the literal that its text stands in. */
function setHome(revival: Revival, node: Node, above: unknown): void {
  const { program, position } = functionParts(node);
  const { members } = valueIn(revival, [program]) as MadeCode;
  Object.setPrototypeOf(homeIn(members[position]), above as object | null);
}

function fillWeak(map: WeakMap<object, unknown>, entries: readonly unknown[]): void {
  for (let at = 0; at < entries.length; at += 2) weakSet.call(map, entries[at] as object, entries[at + 1]);
}

const weakSet = WeakMap.prototype.set;
const weakAdd = WeakSet.prototype.add;
const mapSet = Map.prototype.set;
const setAdd = Set.prototype.add;
