const errorTypes = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Takes an Error apart; name and message come first, because a part may lead back to the Error itself. */
export function errorPartsOf(error: Error): Record<string, unknown> {
  const parts: Record<string, unknown> = { name: error.name, message: error.message };
  Object.assign(parts, error);
  for (const key of ['stack', 'cause', 'errors']) {
    if (Object.hasOwn(error, key)) parts[key] = error[key as keyof Error];
  }
  return parts;
}

const made = new WeakMap<object, Error>();

/**
 * Makes an Error again: one of the built-in classes by name, never a class looked up anywhere. An Error inside itself
 * is asked for twice, first with the parts known so far; both calls give the same Error.
 */
export function errorFrom(parts: unknown): Error {
  if (typeof parts !== 'object' || parts === null) throw new Error('an Error without parts');
  const { name, message, ...rest } = parts as Record<string, unknown>;
  if (typeof name !== 'string' || typeof message !== 'string') throw new Error('an Error without name or message');
  const error = made.get(parts) ?? newError(name, message);
  made.set(parts, error);
  if (error.name !== name) define(error, 'name', name, false);
  for (const [key, value] of Object.entries(rest)) define(error, key, value, !hiddenKeys.has(key));
  return error;
}

const hiddenKeys: ReadonlySet<string> = new Set(['stack', 'cause', 'errors']);

function newError(name: string, message: string): Error {
  if (name === 'AggregateError') return new AggregateError([], message);
  return new errorTypes[Object.hasOwn(errorTypes, name) ? (name as keyof typeof errorTypes) : 'Error'](message);
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}
