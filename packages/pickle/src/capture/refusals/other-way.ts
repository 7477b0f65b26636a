import { types } from 'node:util';

/** A second way out for something that cannot travel as it is. */
export function otherWayFor(value: unknown): string {
  if (typeof value === 'function') return 'Or export it and mark its module with byReference(): then its name travels.';
  const name = typeof value === 'object' && value !== null ? classNameOf(value) : undefined;
  return name === undefined
    ? 'Or pass what is needed of it as an argument.'
    : `Or say how it travels: register(${name}, { reduce, revive }).`;
}

/** The name of the class of an object, by data properties alone; undefined for plain objects. */
function classNameOf(object: object): string | undefined {
  if (types.isProxy(object)) return undefined;
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || prototype === Object.prototype || types.isProxy(prototype)) return undefined;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof constructor !== 'function') return undefined;
  const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
