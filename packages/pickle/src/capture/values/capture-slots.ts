import { types } from 'node:util';
import type { Node, Slot } from '../../format.ts';
import { internalSlot } from '../../inspect/internals.ts';
import { node } from './capture-data.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';

/** Objects whose content only V8 shows: proxies, settled promises, weak collections; undefined for anything else. */
export function captureSlots(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  if (types.isProxy(value)) return captureProxy(capture, entry, value);
  if (types.isPromise(value)) return capturePromise(capture, entry, value);
  if (types.isWeakMap(value)) return captureWeak(capture, entry, 'weak-map', WeakMap.prototype);
  if (types.isWeakSet(value)) return captureWeak(capture, entry, 'weak-set', WeakSet.prototype);
  return Object.getPrototypeOf(value) === WeakRef.prototype ? captureWeakRef(capture, entry, value) : undefined;
}

/** What a WeakRef leads to travels with it, and is as weakly held there. */
function captureWeakRef(capture: Capture, entry: Entry, weak: object): Node {
  const target = internalSlot(weak, '[[WeakRefTarget]]');
  if (target === undefined)
    return refuse(capture, entry, 'a WeakRef whose object is gone', 'Create it inside the function that uses it.');
  const step = { from: entry, how: '.deref()', kind: 'property' } as const;
  return node(capture, entry, 'weak-ref', [slotFor(capture, target, step)], { proto: WeakRef.prototype });
}

function captureProxy(capture: Capture, entry: Entry, proxy: object): Node {
  const target = internalSlot(proxy, '[[Target]]');
  const handler = internalSlot(proxy, '[[Handler]]');
  if (!target || !handler)
    return refuse(capture, entry, 'a Proxy that was revoked', 'Create it inside the function that uses it.');
  const step = (how: string) => ({ from: entry, how, kind: 'property' }) as const;
  return ['proxy', slotFor(capture, target, step('.[[Target]]')), slotFor(capture, handler, step('.[[Handler]]'))];
}

function capturePromise(capture: Capture, entry: Entry, promise: object): Node {
  const state = internalSlot(promise, '[[PromiseState]]');
  if (state !== 'fulfilled' && state !== 'rejected') {
    return refuse(capture, entry, 'a promise that is pending', 'Await it first, and pass what it gives.');
  }
  const result = slotFor(capture, internalSlot(promise, '[[PromiseResult]]'), {
    from: entry,
    how: '.[[PromiseResult]]',
    kind: 'property',
  });
  return node(capture, entry, 'promise', [state, result], {
    proto: Promise.prototype,
    has: (key) => typeof key === 'symbol',
  });
}

function captureWeak(capture: Capture, entry: Entry, kind: string, proto: object): Node {
  const items: Slot[] = [];
  capture.weak.push({ entry, items, done: new Set() });
  return node(capture, entry, kind, [items], { proto });
}

/** Carries the entries of weak collections whose keys were met elsewhere, as nobody can ask for the others; true when that brought new values in. */
export function captureWeakEntries(capture: Capture): boolean {
  const before = capture.entries.length;
  for (const { entry, items, done } of capture.weak) {
    const list = internalSlot(entry.value as object, '[[Entries]]') as ArrayLike<{ key?: unknown; value?: unknown }>;
    for (const item of Array.from(list)) {
      const isMap = types.isWeakMap(entry.value);
      const key = isMap ? item.key : item.value;
      if (done.has(key) || !capture.indices.has(key)) continue;
      done.add(key);
      items.push(slotFor(capture, key, undefined));
      if (isMap) items.push(slotFor(capture, item.value, { from: entry, how: '.get(key)', kind: 'property' }));
    }
  }
  return capture.entries.length > before;
}
