import { decodePayload, encodePayload, type PayloadLimits } from '../payload/payload-codec.ts';
import { payloadTooLarge } from '../errors.ts';

/** The digits that count the items of a list, so that one more can be counted in place. */
const countDigits = 10;
const headLength = 1 + countDigits + 1;

/**
 * Writes a value of a state as text: a letter for its kind (`l` list, `n` number, `v` any other), how many items it has, a
 * new line, and the payload; a list is a payload for each item, a line each, so that one more can be added behind it. No
 * value is an empty text.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_UNSUPPORTED` or `GRAFLOW_PAYLOAD_TOO_LARGE`.
 */
export function encodeState(value: unknown, limits: Required<PayloadLimits>): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) return headOf(isPlainNumber(value) ? 'n' : 'v', 0) + encodePayload(value, limits);
  const items = Array.from(value as readonly unknown[], (item) => encodePayload(item, limits));
  const text = headOf('l', items.length) + items.join('\n');
  const bytes = Buffer.byteLength(text);
  const { what, maxPayloadBytes = Infinity } = limits;
  if (bytes > maxPayloadBytes) throw payloadTooLarge(what, bytes, maxPayloadBytes);
  return text;
}

/** Reads what {@link encodeState} wrote. @throws TaskSpecError `GRAFLOW_PAYLOAD_INVALID` */
export function decodeState(text: string, limits: PayloadLimits): unknown {
  if (text === '') return undefined;
  const body = text.slice(headLength);
  if (!text.startsWith('l')) return decodePayload(body, limits);
  return body === '' ? [] : body.split('\n').map((item) => decodePayload(item, limits));
}

const headOf = (kind: string, count: number): string => `${kind}${String(count).padStart(countDigits, '0')}\n`;

const isPlainNumber = (value: unknown): boolean => Number.isFinite(value) && !Object.is(value, -0);
