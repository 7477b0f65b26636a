import type { LackingModule, NodeLack } from './lack.ts';

/** Why a pickle could not be made or read. */
export type PickleErrorCode =
  | 'GRAFLOW_PICKLE_REFUSED'
  | 'GRAFLOW_PICKLE_TOO_LARGE'
  | 'GRAFLOW_PICKLE_MALFORMED'
  | 'GRAFLOW_PICKLE_CHANGED'
  | 'GRAFLOW_PICKLE_MODULE_MISSING'
  | 'GRAFLOW_PICKLE_MODULE_VERSION'
  | 'GRAFLOW_PICKLE_FORMAT_NEWER'
  | 'GRAFLOW_PICKLE_NODE_OLDER'
  | 'GRAFLOW_PICKLE_INSPECTOR_MISSING';

/** One thing that a pickle cannot carry. */
export interface PickleProblem {
  /** From the pickled value to the one that cannot travel, in JavaScript syntax. */
  readonly path: string;
  /** Why it cannot travel. */
  readonly reason: string;
  /** What to write instead: two ways out. */
  readonly fixes: readonly [string, string];
}

/** One thing that travels and perhaps should not. */
export interface PickleWarning {
  /** From the pickled value to the one that is meant, in JavaScript syntax. */
  readonly path: string;
  /** The capture, as `allowSecrets` names it: `smtp.password`. */
  readonly name: string;
  /** What is suspicious about it. */
  readonly reason: string;
}

/** A capture, and the bytes of all that it brings. */
export interface HeavyCapture {
  /** From the pickled value to it, in JavaScript syntax. */
  readonly path: string;
  /** Its size and that of all that was first reached through it, in bytes. */
  readonly totalBytes: number;
}

/** What an error knows besides its message. */
export interface PickleErrorDetails {
  /** Everything that stands in the way, for `GRAFLOW_PICKLE_REFUSED`. */
  readonly problems?: readonly PickleProblem[];
  /** The size and the limit in bytes and the heaviest captures, for `GRAFLOW_PICKLE_TOO_LARGE`. */
  readonly size?: { readonly bytes: number; readonly maxBytes: number; readonly heaviest: readonly HeavyCapture[] };
  /** What is not here, for `GRAFLOW_PICKLE_MODULE_MISSING` and `GRAFLOW_PICKLE_MODULE_VERSION`. */
  readonly modules?: readonly LackingModule[];
  /** What this Node lacks, for `GRAFLOW_PICKLE_NODE_OLDER`. */
  readonly features?: readonly NodeLack[];
}

/** Thrown when a value cannot be pickled or a pickle cannot be read; recognised by its `code`. */
export class PickleError extends Error {
  /** The name that a stack trace shows. */
  override readonly name = 'PickleError';
  /** Why, as one of a closed set. */
  readonly code: PickleErrorCode;
  /** The facts behind the message. */
  readonly details: PickleErrorDetails;

  /** Used by this package alone; recognise the error by its `code`. */
  constructor(code: PickleErrorCode, message: string, details: PickleErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** The data is not a pickle, or one of a format that this version does not know. */
export function malformed(what: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_MALFORMED',
    `Not a pickle that this version can read: ${what}. Pass what pickle() returned.`,
  );
}

/** What is in the pickle cannot be put together: a part of it does not fit, or code of it throws where it is defined. */
export function notRevived(cause: unknown): PickleError {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'its code throws what is no error';
  return new PickleError(
    'GRAFLOW_PICKLE_MALFORMED',
    `The pickle cannot be brought to life: ${reason}. Look at the cause; pickle the value again.`,
    {},
    { cause },
  );
}

/** The data is not what was pickled: a hash does not fit. */
export function changed(what: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_CHANGED',
    `The pickle was changed after it was made: ${what}. Nothing of it was run. Send it again.`,
  );
}

/** A newer version of this package made the pickle. */
export function formatNewer(format: string, known: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_FORMAT_NEWER',
    `The pickle is of the format ${format}; this copy of @graflow/pickle reads ${known}. Update it here. Nothing of the pickle was run.`,
  );
}

/** V8's inspector cannot be used, so captured variables cannot be read. */
export function inspectorMissing(cause: unknown): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_INSPECTOR_MISSING',
    'Captured variables are read with node:inspector, which this process may not use. Under the permission model start Node with --allow-inspector (24.21 and later).',
    {},
    { cause },
  );
}

/** A function that revives an instance reads what leads back to that instance. */
export function notRevivedYet(key: string): PickleError {
  return malformed(
    `a revive function reads .${key}, which leads back to the very instance that it is to make; keep the object and read it later`,
  );
}
