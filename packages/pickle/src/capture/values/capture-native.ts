import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { internalSlot } from '../../inspect/internals.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { isQuiet } from '../functions/function-extras.ts';
import { builtinModuleReference } from '../modules/package-reference.ts';
import { extrasOf } from './properties.ts';
import { referenceNode } from '../modules/reference-node.ts';

/** A function without a text: bound to another one, given out by a module of Node, or out of reach. */
export function captureNative(capture: Capture, entry: Entry): Node {
  const fn = entry.value as (...args: unknown[]) => unknown;
  const target = internalSlot(fn, '[[TargetFunction]]');
  if (typeof target === 'function' && !types.isProxy(fn)) return captureBound(capture, entry, target);
  const reference = builtinModuleReference(fn);
  if (reference) return referenceNode(capture, reference);
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
  const extras = extrasOf(capture, entry, {
    proto: Function.prototype,
    has: (key, descriptor) => isNaturalOfBound(key, descriptor, target as object, args.length),
    keys: ['length', 'name'],
  });
  return [
    'bound',
    slotFor(capture, target, step('.[[TargetFunction]]')),
    slotFor(capture, internalSlot(entry.value as object, '[[BoundThis]]'), step('.[[BoundThis]]')),
    Array.from(args, (arg, index) => slotFor(capture, arg, step(`.[[BoundArgs]][${index}]`))),
    ...(extras ? [extras] : []),
  ];
}

/** True for the `name` and `length` that `bind` gives a function. */
function isNaturalOfBound(key: PropertyKey, descriptor: PropertyDescriptor, target: object, args: number): boolean {
  const own: unknown = Object.getOwnPropertyDescriptor(target, key)?.value;
  if (key === 'name') return isQuiet(descriptor) && descriptor.value === `bound ${typeof own === 'string' ? own : ''}`;
  if (key !== 'length' || !isQuiet(descriptor)) return false;
  return descriptor.value === (typeof own === 'number' ? Math.max(0, own - args) : 0);
}
