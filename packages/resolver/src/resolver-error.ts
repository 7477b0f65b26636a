import { show } from './show.ts';

/** The facts behind an error, by name. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What can be wrong with the use of this package: names, strategies, keys. */
export type ResolverErrorCode =
  | 'GRAFLOW_TASK_NAME_INVALID'
  | 'GRAFLOW_TASK_NAME_TAKEN'
  | 'GRAFLOW_TASK_ALREADY_NAMED'
  | 'GRAFLOW_TASK_NOT_CALLABLE'
  | 'GRAFLOW_STRATEGY_UNKNOWN'
  | 'GRAFLOW_KEY_INVALID'
  | 'GRAFLOW_KEY_FILE'
  | 'GRAFLOW_KEY_CONFLICT';

/** A wrong use of this package. Recognise it by `code`. */
export class ResolverError extends Error {
  /** The name of the class. */
  override readonly name = 'ResolverError';
  /** What went wrong. */
  readonly code: ResolverErrorCode;
  /** The facts behind the message. */
  readonly details: ErrorDetails;

  /** Is made by this package. */
  constructor(code: ResolverErrorCode, message: string, details: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

export const taskNameInvalid = (name: unknown): ResolverError =>
  new ResolverError(
    'GRAFLOW_TASK_NAME_INVALID',
    `${show(name)} is not a task name. Begin with a letter; then at most 127 letters, digits and . _ : / -`,
    { name },
  );

export const taskNameTaken = (name: string): ResolverError =>
  new ResolverError(
    'GRAFLOW_TASK_NAME_TAKEN',
    `Another function is registered as "${name}". Give one of them another name, or register them in two resolvers.`,
    { name },
  );

export const taskAlreadyNamed = (name: string, newName: string): ResolverError =>
  new ResolverError(
    'GRAFLOW_TASK_ALREADY_NAMED',
    `The function named "${name}" cannot be named "${newName}" too. Wrap it: task('${newName}', (...args) => ${name}(...args)).`,
    { name, newName },
  );

export const taskNotCallable = (name: string, value: unknown): ResolverError =>
  new ResolverError('GRAFLOW_TASK_NOT_CALLABLE', `Task "${name}" must be a function, not ${show(value)}.`, { name });

export const strategyUnknown = (strategy: unknown): ResolverError =>
  new ResolverError(
    'GRAFLOW_STRATEGY_UNKNOWN',
    `${show(strategy)} is not a strategy. Use reference, pickle or source.`,
    { strategy },
  );

export const keyInvalid = (reason: string): ResolverError =>
  new ResolverError(
    'GRAFLOW_KEY_INVALID',
    `The key of GRAFLOW_KEY or GRAFLOW_KEY_FILE cannot be used: ${reason}. Make one: openssl rand -hex 32`,
    { reason },
  );

export const keyFile = (path: string, reason: string, fix: string, cause?: unknown): ResolverError =>
  new ResolverError(
    'GRAFLOW_KEY_FILE',
    `The key file ${path} cannot be used: ${reason}. To do: ${fix}`,
    { path, reason },
    cause,
  );

export const keyConflict = (path: string | undefined): ResolverError =>
  new ResolverError(
    'GRAFLOW_KEY_CONFLICT',
    `GRAFLOW_KEY and the file of GRAFLOW_KEY_FILE (${path}) hold different keys. Set one of the two.`,
    { path },
  );
