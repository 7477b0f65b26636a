import { inspect } from 'node:util';
import { encodePayload } from '@graflow/taskspec';

const mostBytes = 64 * 1024;
const mostCharacters = 10_000;

/** Writes a value that is only shown, so that it need not arrive as it went: what cannot travel, or is too large, goes as text. */
export function encodeAny(value: unknown): string {
  try {
    return encodePayload(value, { maxPayloadBytes: mostBytes });
  } catch {
    return encodePayload({ value: inspect(value, { depth: 2, maxStringLength: 1_000 }).slice(0, mostCharacters) });
  }
}
