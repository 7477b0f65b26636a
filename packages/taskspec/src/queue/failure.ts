import { inspect } from 'node:util';

/** What a task's error was, as data: it travels, is stored and shown, and is never thrown through the worker. */
export interface Failure {
  /** The name of the error's class, or `Error`. */
  readonly name: string;
  /** The error's message. */
  readonly message: string;
  /** The error's own `code`, where it has one. */
  readonly code?: string;
  /** The stack at the place where the task ran. */
  readonly stack?: string;
  /** The failure behind this one. */
  readonly cause?: Failure;
}

const maxText = 16_384;
const maxCauses = 8;

/**
 * Turns whatever a task threw into a {@link Failure}; anything may be thrown, so nothing is assumed and no getter that
 * throws can escape.
 */
export function failureFrom(thrown: unknown, depth = 0): Failure {
  try {
    return thrown instanceof Error || isErrorLike(thrown) ? fromError(thrown, depth) : fromValue(thrown);
  } catch {
    return { name: 'Error', message: 'The task threw a value that cannot be read.' };
  }
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}

function fromError(error: Error & { readonly code?: unknown }, depth: number): Failure {
  return {
    name: cut(typeof error.name === 'string' ? error.name : 'Error'),
    message: cut(String(error.message)),
    ...(typeof error.code === 'string' || typeof error.code === 'number' ? { code: cut(String(error.code)) } : {}),
    ...(typeof error.stack === 'string' ? { stack: cut(error.stack) } : {}),
    ...(error.cause !== undefined && depth < maxCauses ? { cause: failureFrom(error.cause, depth + 1) } : {}),
  };
}

function fromValue(value: unknown): Failure {
  const message = typeof value === 'string' ? value : `The task threw ${inspect(value, { depth: 1 })}.`;
  return { name: 'Error', message: cut(message) };
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}… (cut)` : text);
