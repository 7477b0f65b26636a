/** An own property; undefined also for an export of a module that did not run yet. */
export function ownDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(object, key);
  } catch {
    return undefined;
  }
}

/** All own properties. */
export function ownDescriptors(object: object): PropertyDescriptor[] {
  return Reflect.ownKeys(object).flatMap((key) => ownDescriptor(object, key) ?? []);
}
