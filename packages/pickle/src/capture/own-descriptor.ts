/** An own property; undefined also for an export of a module that did not run yet. */
export function ownDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(object, key);
  } catch {
    return undefined;
  }
}
