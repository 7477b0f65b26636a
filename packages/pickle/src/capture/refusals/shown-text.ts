import type { Capture } from '../capture.ts';
import { secretIn } from './secrets.ts';

const longest = 60;

/** A text in quotes; a long one is cut, and one that holds a secret is not shown. */
export function shownText(capture: Capture, text: string): string {
  if (secretIn(text, capture.secrets())) return '"***"';
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest - 3)}...` : text);
}

/** A key as it is written after an object: `.key`, `[0]`, `["a key"]`. */
export function shownKey(capture: Capture, key: PropertyKey): string {
  if (typeof key === 'symbol')
    return `[Symbol(${key.description === undefined ? '' : unquoted(capture, key.description)})]`;
  const text = String(key);
  if (/^\d+$/.test(text)) return `[${text}]`;
  const isName = text.length <= longest && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text);
  return isName && shownText(capture, text) !== '"***"' ? `.${text}` : `[${shownText(capture, text)}]`;
}

function unquoted(capture: Capture, text: string): string {
  return shownText(capture, text).slice(1, -1);
}
