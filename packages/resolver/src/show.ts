import { inspect } from 'node:util';

/** The message of whatever was thrown. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : show(cause));

/** A value as it stands in a message: on one line, and cut. */
export const show = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 140))
    : inspect(value, { depth: 0, breakLength: Infinity }).slice(0, 140);
