/** A value of a state as one process keeps it: a list item by item, so that one more costs no copy. */
export interface StateValue {
  /** `l` list, `n` number, `v` any other, as in the text. */
  readonly kind: string;
  /** The lines of the text behind its head: the payloads of the items, or the one payload. */
  readonly payloads: string[];
  /** The bytes of the text. */
  bytes: number;
  /** When it is forgotten. */
  expiresAt: number;
}

const headLength = 12;

/** Reads the text of a value, and when it is forgotten. */
export function valueFrom(text: string, expiresAt: number): StateValue {
  const body = text.slice(headLength);
  const payloads = text.startsWith('l') ? (body === '' ? [] : body.split('\n')) : [body];
  return { kind: text.charAt(0), payloads, bytes: Buffer.byteLength(text), expiresAt };
}

/** Writes a value as text; nothing as an empty one. */
export function textOf(value: StateValue | undefined): string {
  if (value === undefined) return '';
  const count = value.kind === 'l' ? value.payloads.length : 0;
  return `${value.kind}${String(count).padStart(headLength - 2, '0')}\n${value.payloads.join('\n')}`;
}
