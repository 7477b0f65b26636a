import { inspect } from 'node:util';
import { encodePayload } from './payload-codec.ts';

/** The most that a progress takes as text, in bytes: it is told again and again, and kept for every running task. */
const mostBytes = 16 * 1024;

/** Far below the limit, whatever its characters are. */
const mostCharacters = 1_000;

/** Writes how far a task is. It is only shown, so it need not arrive as it went: what cannot travel, or is too large, goes as text. */
export function encodeProgress(value: unknown): string {
  try {
    return encodePayload(value, { what: 'progress', maxPayloadBytes: mostBytes });
  } catch {
    return encodePayload(shown(value).slice(0, mostCharacters));
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return inspect(value, { depth: 2, maxStringLength: 200, maxArrayLength: 20 });
  } catch {
    return 'a value that cannot be shown';
  }
}
