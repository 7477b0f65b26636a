import { Buffer } from 'node:buffer';
import type { Capture } from '../capture/capture.ts';
import type { Graph, Pickle } from '../format.ts';
import { sha256 } from '../sha256.ts';
import { groundsOf, stillHold, type Grounds } from './grounds.ts';

/** What is kept of the last pickle of a function. */
interface Past {
  /** SHA-256 of the pickle as text. */
  readonly hash: string;
  /** The pickle as text; undefined until it came out the same twice, and for one that does not show whether it still holds. */
  known?: { readonly text: string; readonly bytes: number; readonly grounds: Grounds } | undefined;
  /** True when it came out the same. */
  again?: boolean;
}

const pasts = new WeakMap<object, Past>();

/** Larger ones would hold memory for a function that may never be pickled again. */
const longestText = 64 * 1024;

/**
 * The pickle of a function that was pickled before; undefined unless all that went into it was read once more and is what it was: properties, variables
 * that may change, the environment.
 */
export function pickledBefore(
  value: unknown,
  allowSecrets: readonly string[] = [],
  maxBytes = Infinity,
): Pickle | undefined {
  const known = typeof value === 'function' ? pasts.get(value)?.known : undefined;
  if (!known || known.bytes > maxBytes) return undefined;
  if (stillHold(known.grounds, allowSecrets)) return JSON.parse(known.text) as Pickle;
  pasts.delete(value as object);
  return undefined;
}

/** Keeps the pickle of a function that came out as the last one did, as it may do so again. */
export function keepPickle(capture: Capture, value: unknown, pickle: Pickle): void {
  if (typeof value !== 'function') return;
  const past = pasts.get(value);
  const text = JSON.stringify(pickle);
  const hash = sha256(text);
  if (past?.hash !== hash) return void pasts.set(value, { hash });
  if (past.again) return;
  past.again = true;
  const grounds = text.length > longestText ? undefined : groundsOf(capture, pickle.values as Graph);
  if (grounds) past.known = { text, bytes: Buffer.byteLength(text), grounds };
}
