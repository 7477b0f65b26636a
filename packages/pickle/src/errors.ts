/** Why a pickle could not be made or read. */
export type PickleErrorCode =
  | 'GRAFLOW_PICKLE_REFUSED'
  | 'GRAFLOW_PICKLE_MALFORMED'
  | 'GRAFLOW_PICKLE_CHANGED'
  | 'GRAFLOW_PICKLE_MODULE_MISSING'
  | 'GRAFLOW_PICKLE_INSPECTOR_MISSING';

/** One thing that a pickle cannot carry. */
export interface PickleProblem {
  /** From the pickled value to the one that cannot travel, in JavaScript syntax. */
  readonly path: string;
  /** Why it cannot travel. */
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
}

/** What an error knows besides its message. */
export interface PickleErrorDetails {
  /** Everything that stands in the way, for `GRAFLOW_PICKLE_REFUSED`. */
  readonly problems?: readonly PickleProblem[];
  /** What is missing, for `GRAFLOW_PICKLE_MODULE_MISSING`. */
  readonly missing?: readonly string[];
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

/** The value holds something that cannot travel. */
export function refused(problems: readonly PickleProblem[]): PickleError {
  const lines = problems.map(({ path, reason, fix }) => `  ${path}: ${reason}\n    ${fix}`);
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  return new PickleError('GRAFLOW_PICKLE_REFUSED', `Cannot pickle: ${count} cannot travel.\n${lines.join('\n')}`, {
    problems,
  });
}

/** The data is not a pickle, or one of a format that this version does not know. */
export function malformed(what: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_MALFORMED',
    `Not a pickle that this version can read: ${what}. Pass what pickle() returned; for a newer format, update @graflow/pickle here.`,
  );
}

/** The data is not what was pickled: a hash does not fit. */
export function changed(what: string): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_CHANGED',
    `The pickle was changed after it was made: ${what}. Nothing of it was run. Send it again.`,
  );
}

/** Modules that the pickle needs are not here. */
export function moduleMissing(missing: readonly string[], from: string, cause?: unknown): PickleError {
  return new PickleError(
    'GRAFLOW_PICKLE_MODULE_MISSING',
    `The pickle needs what is not here:\n${missing.map((line) => `  ${line}`).join('\n')}\nLooked from ${from}. Install it there, or pass another { from }.`,
    { missing },
    { cause },
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

/** The text is not that of one function. */
export function unreadableText(source: string): PickleError {
  const shown = source.length > 60 ? `${source.slice(0, 57)}...` : source;
  return refused([
    { path: shown, reason: 'this is not the text of one function', fix: 'Pass what toString() of a function gives.' },
  ]);
}

/** A native or bound function has no text. */
export function noSource(name: string): PickleError {
  return refused([
    {
      path: name || '(function)',
      reason: 'a native or bound function has no source text',
      fix: 'Wrap it: () => fn().',
    },
  ]);
}
