import { inspect } from 'node:util';
import { encodePayload } from '@graflow/taskspec';

/** Writes a value that is only shown, so that it need not arrive as it went: what cannot travel goes as text. */
export function encodeAny(value: unknown): string {
  try {
    return encodePayload(value, { maxPayloadBytes: Infinity });
  } catch {
    return encodePayload({ value: inspect(value, { depth: 2 }) });
  }
}
