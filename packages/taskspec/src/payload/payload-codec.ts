import { parse } from 'secure-json-parse';
import { payloadInvalid, payloadTooLarge } from '../errors.ts';
import { isPlainJson, isTooDeep } from './plain-json.ts';
import { type OnResult, type ReadResult, readRichText, writeRichText } from './rich-text.ts';

/** The size of arguments or of a result that a queue accepts unless told otherwise, in bytes. */
export const defaultMaxPayloadBytes = 4 * 1024 * 1024;

/** What bounds a payload, and how its errors name it. */
export interface PayloadLimits {
  /** The largest text accepted, in bytes; 4 MiB unless given. */
  readonly maxPayloadBytes?: number | undefined;
  /** How messages name the payload: `arguments` or `result`. */
  readonly what?: string;
}

/** How arguments are written, which may hold results that are still to come. */
export interface EncodeOptions extends PayloadLimits {
  /** Hears of each task whose result is taken; without it, `resultOf` is refused. */
  readonly onResult?: OnResult | undefined;
}

/** How arguments are read. */
export interface DecodeOptions extends PayloadLimits {
  /** Gives the result of a task; without it, what was written with `resultOf` comes back as that. */
  readonly result?: ReadResult | undefined;
}

const plainMark = 'j';
const richMark = 'd';
const undefinedText = `${richMark}-1`;

/**
 * Writes arguments or a result as text.
 *
 * Plain JSON data takes the short way; everything else (Date, Map, Set, BigInt, URL, bytes, Error, undefined, NaN,
 * shared and cyclic references) is written by devalue. Functions, instances of classes, promises, symbols and whatever
 * else would not come back as it went is refused with the path to it. The first character says which form follows.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_UNSUPPORTED` or `GRAFLOW_PAYLOAD_TOO_LARGE`.
 *
 * @example
 * ```ts
 * import { decodePayload, encodePayload } from '@graflow/taskspec';
 *
 * const text = encodePayload([new Date(0), new Map([['a', 1n]])]);
 * decodePayload(text); // [1970-01-01T00:00:00.000Z, Map(1) { 'a' => 1n }]
 * ```
 */
export function encodePayload(value: unknown, options: EncodeOptions = {}): string {
  if (value === undefined) return undefinedText;
  const { maxPayloadBytes = defaultMaxPayloadBytes, what = 'payload', onResult } = options;
  const text = isPlainJson(value) ? plainMark + JSON.stringify(value) : richMark + writeRichText(value, what, onResult);
  refuseTooLarge(text, maxPayloadBytes, what);
  return text;
}

/**
 * Reads what {@link encodePayload} wrote, from any hand: the text is bounded, prototypes cannot be reached, no class is
 * looked up by name, and nothing of the value is called.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_INVALID` or `GRAFLOW_PAYLOAD_TOO_LARGE`.
 */
export function decodePayload(text: string, options: DecodeOptions = {}): unknown {
  if (text === undefinedText) return undefined;
  const { maxPayloadBytes = defaultMaxPayloadBytes, what = 'payload' } = options;
  refuseTooLarge(text, maxPayloadBytes, what);
  const mark = text.charAt(0);
  if (mark !== plainMark && mark !== richMark) throw payloadInvalid(`it starts with ${JSON.stringify(mark)}`);
  try {
    const data = parseSafely(text.slice(1));
    if (mark === richMark) return readRichText(data, options.result);
    if (isTooDeep(text, data)) throw new Error('it is nested too deeply');
    return data;
  } catch (error) {
    throw payloadInvalid(error instanceof Error ? error.message : String(error), error);
  }
}

const refuse = { protoAction: 'error', constructorAction: 'error' } as const;

/** Only a key that is one of these words, perhaps hidden by escapes, can reach for a prototype. */
function parseSafely(text: string): unknown {
  const isHarmless =
    !text.includes('{') || !(text.includes('\\') || text.includes('__proto__') || text.includes('constructor'));
  return isHarmless ? JSON.parse(text) : parse(text, null, refuse);
}

function refuseTooLarge(text: string, limit: number, what: string): void {
  if (text.length * 3 <= limit) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > limit) throw payloadTooLarge(what, bytes, limit);
}
