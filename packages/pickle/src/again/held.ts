/** A value to compare with later, without keeping an object alive for it. */
export type Held = WeakRef<object> | string | number | boolean | bigint | symbol | null | undefined;

/** Takes a value to compare with later. */
export function hold(value: unknown): Held {
  return isObject(value) ? new WeakRef(value) : (value as Held);
}

/** True for the very value that was taken. */
export function isHeld(held: Held, value: unknown): boolean {
  return typeof held === 'object' && held !== null ? held.deref() === value : Object.is(held, value);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
