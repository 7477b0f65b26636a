import type { Failure } from '@graflow/taskspec';

/** Makes an error of what another thread or process sent of one: a real Error, recognised by its `code`. */
export function remoteError({ name, message, code, stack, cause }: Failure): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause: remoteError(cause) });
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return Object.assign(error, { name }, code === undefined ? {} : { code });
}
