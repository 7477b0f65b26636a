import { types } from 'node:util';
import type { Node } from '../format.ts';
import { internalSlot } from '../inspect/internals.ts';
import { refuse, slotFor, type Capture, type Entry } from './capture.ts';
import { builtinModuleReference } from './package-reference.ts';
import { extrasOf } from './properties.ts';
import { referenceNode } from './reference-node.ts';

/** A function without a text: bound to another one, given out by a module of Node, or out of reach. */
export function captureNative(capture: Capture, entry: Entry): Node {
  const fn = entry.value as (...args: unknown[]) => unknown;
  const target = internalSlot(fn, '[[TargetFunction]]');
  if (typeof target === 'function' && !types.isProxy(fn)) return captureBound(capture, entry, target);
  const reference = builtinModuleReference(fn);
  if (reference) return referenceNode(capture, entry, reference);
  return refuse(
    capture,
    entry,
    'a native function that no global or module leads to',
    'Call what makes it inside the function that uses it.',
  );
}

function captureBound(capture: Capture, entry: Entry, target: unknown): Node {
  const step = (how: string) => ({ from: entry, how, kind: 'property' }) as const;
  const args = internalSlot(entry.value as object, '[[BoundArgs]]') as ArrayLike<unknown>;
  const has = (key: PropertyKey): boolean => key === 'length' || key === 'name';
  const extras = extrasOf(capture, entry, { proto: Function.prototype, has });
  return [
    'bound',
    slotFor(capture, target, step('.[[TargetFunction]]')),
    slotFor(capture, internalSlot(entry.value as object, '[[BoundThis]]'), step('.[[BoundThis]]')),
    Array.from(args, (arg, index) => slotFor(capture, arg, step(`.[[BoundArgs]][${index}]`))),
    ...(extras ? [extras] : []),
  ];
}
