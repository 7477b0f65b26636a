import { Buffer } from 'node:buffer';
import type { Capture } from './capture/capture.ts';
import { createCapture, walk } from './capture/walk.ts';
import { emit } from './emit/emit.ts';
import { refused, tooLarge } from './refusal.ts';
import { partsOf } from './explained-parts.ts';
import type { Pickle } from './format.ts';
import { heaviestParts } from './heaviest-parts.ts';
import { releaseHandles } from './inspect/session.ts';
import { warnOnce } from './warn-once.ts';

/** How a pickle is made. */
export interface PickleOptions {
  /** Captures that may travel although they look like secrets, by their path from the pickled function: `smtp.pass`. */
  readonly allowSecrets?: readonly string[];
  /** The largest pickle to make, in bytes of JSON; a larger one is refused with its heaviest captures. No limit unless given. */
  readonly maxBytes?: number;
}

/**
 * Turns a value, with every function in it and all that these captured, into plain JSON data that another process can turn back.
 *
 * It is synchronous, so the pickle is an exact picture of one moment. Functions of npm packages and of Node travel by name, those of your own files by
 * value. None of your code runs: getters stay unread.
 *
 * @throws PickleError `GRAFLOW_PICKLE_REFUSED` with every value that cannot travel and the path to it; `GRAFLOW_PICKLE_TOO_LARGE`; `GRAFLOW_PICKLE_INSPECTOR_MISSING` where Node
 * denies the inspector.
 *
 * @example
 * ```ts
 * import { pickle, unpickle } from '@graflow/pickle';
 *
 * const factor = 3;
 * const data = JSON.stringify(pickle((n: number) => n * factor));
 *
 * const triple = await unpickle<(n: number) => number>(JSON.parse(data));
 * triple(14); // 42
 * ```
 */
export function pickle(value: unknown, options: PickleOptions = {}): Pickle {
  const capture = createCapture(options.allowSecrets);
  try {
    const root = walk(capture, value);
    if (capture.problems.length > 0) throw refused(capture.problems);
    const pickle = emit(capture, root);
    refuseTooLarge(capture, pickle, options.maxBytes);
    warnOnce(capture.warnings);
    return pickle;
  } finally {
    if (capture.functions.size > 0) releaseHandles();
  }
}

function refuseTooLarge(capture: Capture, pickle: Pickle, maxBytes: number | undefined): void {
  if (maxBytes === undefined) return;
  const bytes = Buffer.byteLength(JSON.stringify(pickle));
  if (bytes > maxBytes) throw tooLarge(bytes, maxBytes, heaviestParts(partsOf(capture, pickle)));
}
