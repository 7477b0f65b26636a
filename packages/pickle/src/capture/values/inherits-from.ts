import { types } from 'node:util';

/** True when a prototype is on an object's chain; unlike `instanceof`, it runs no code of the user's. */
export function inheritsFrom(object: object, prototype: object): boolean {
  let at = Object.getPrototypeOf(object) as object | null;
  while (at && at !== prototype && !types.isProxy(at)) at = Object.getPrototypeOf(at) as object | null;
  return at === prototype;
}
