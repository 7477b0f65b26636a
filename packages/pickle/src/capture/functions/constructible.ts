/** True when a function can be called with `new`; nothing of it runs. */
export function isConstructible(fn: object): boolean {
  try {
    Reflect.construct(Object, [], fn as new () => unknown);
    return true;
  } catch {
    return false;
  }
}
