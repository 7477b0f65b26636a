import { isDeepStrictEqual } from 'node:util';
import type { Codec } from './codecs.ts';

/** What a codec did with a value: carried it, refused it when writing, failed at reading it, or changed it silently. */
export type Judgement = 'carried' | 'refused' | 'cannot read' | 'CHANGED';

/** Sends a value through a codec and back. */
export function judge({ write, read }: Codec, value: unknown): Judgement {
  let written: string | Uint8Array;
  try {
    written = write(value);
  } catch {
    return 'refused';
  }
  let back: unknown;
  try {
    back = read(written);
  } catch {
    return 'cannot read';
  }
  return isDeepStrictEqual(traitsOf(back), traitsOf(value)) ? 'carried' : 'CHANGED';
}

/** All that can be seen of a value, as a flat list: classes, own keys, values, and which parts are one and the same. */
function traitsOf(root: unknown): unknown[] {
  const seen = new Map<unknown, number>();
  const traits: unknown[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return void traits.push(value);
    traits.push(seen.get(value));
    if (seen.has(value)) return;
    seen.set(value, seen.size);
    traits.push(Object.getPrototypeOf(value)?.constructor);
    if (value instanceof Date || value instanceof URL) traits.push(String(value));
    if (value instanceof Map || value instanceof Set) for (const entry of [...value].flat()) visit(entry);
    if (ArrayBuffer.isView(value))
      return void traits.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    for (const key of Object.getOwnPropertyNames(value).toSorted()) {
      traits.push(key);
      if (key !== 'stack') visit(Reflect.get(value, key));
    }
  };
  visit(root);
  return traits;
}
