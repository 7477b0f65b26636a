import { types } from 'node:util';
import { ownDescriptor } from '../values/own-descriptor.ts';
import type { Capture } from '../capture.ts';
import { refuse } from './refuse.ts';

/** Refuses a value with a `then` of its own kind as a whole: `await unpickle(…)` would call it and give what it gives. */
export function refuseThenable(capture: Capture): void {
  const [root] = capture.entries;
  if (root && hasThen(root.value))
    refuse(
      capture,
      root,
      'it has a method named then, so that await unpickle(…) would call it instead of giving it',
      'Pickle it inside something else: { query }.',
      'Or pickle a function that gives it: () => query.',
    );
}

function hasThen(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || types.isPromise(value)) return false;
  for (let at: object | null = value; at && !types.isProxy(at); at = Object.getPrototypeOf(at) as object | null) {
    const then = ownDescriptor(at, 'then');
    if (then) return Boolean(then.get) || typeof then.value === 'function';
  }
  return false;
}
