import { keepPickle, pickledBefore } from './again/pickled-before.ts';
import { createCapture } from './capture/walk.ts';
import type { Pickle } from './format.ts';
import { makePickle } from './make-pickle.ts';

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
  const before = pickledBefore(value, options.allowSecrets, options.maxBytes);
  if (before) return before;
  const capture = createCapture(options.allowSecrets);
  const pickle = makePickle(capture, value, options.maxBytes);
  keepPickle(capture, value, pickle);
  return pickle;
}
