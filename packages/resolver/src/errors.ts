import type { AcceptancePolicy, TaskStrategy } from './acceptance-policy.ts';
import { listNames, nearestName } from './name-suggestion.ts';
import type { ErrorDetails } from './resolver-error.ts';
import { messageOf } from './show.ts';

/** Why a function could not become an envelope. */
export type TaskSerializationErrorCode =
  | 'GRAFLOW_TASK_NAMELESS'
  | 'GRAFLOW_TASK_NOT_PICKLABLE'
  | 'GRAFLOW_SOURCE_CAPTURES'
  | 'GRAFLOW_SOURCE_NOT_STANDALONE';

/** Why an envelope could not become a function. */
export type TaskResolutionErrorCode =
  | 'GRAFLOW_TASK_UNKNOWN'
  | 'GRAFLOW_STRATEGY_NOT_ACCEPTED'
  | 'GRAFLOW_MODULE_MISSING'
  | 'GRAFLOW_TASK_TOO_NEW'
  | 'GRAFLOW_ENVELOPE_VERSION'
  | 'GRAFLOW_ENVELOPE_INVALID'
  | 'GRAFLOW_TASK_NOT_REVIVED';

/** A function could not become an envelope. Recognise it by `code`; `cause` holds what the strategy met. */
export class TaskSerializationError extends Error {
  /** The name of the class. */
  override readonly name = 'TaskSerializationError';
  /** What went wrong. */
  readonly code: TaskSerializationErrorCode;
  /** The facts behind the message. */
  readonly details: ErrorDetails;

  /** Is made by this package. */
  constructor(code: TaskSerializationErrorCode, message: string, details: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** An envelope could not become a function. Recognise it by `code`; `isNotMine` tells the not mine from the bad. */
export class TaskResolutionError extends Error {
  /** The name of the class. */
  override readonly name = 'TaskResolutionError';
  /** What went wrong. */
  readonly code: TaskResolutionErrorCode;
  /** The facts behind the message. */
  readonly details: ErrorDetails;

  /** Is made by this package. */
  constructor(code: TaskResolutionErrorCode, message: string, details: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

export const taskNameless = (name: string): TaskSerializationError => {
  const line = name === 'anonymous' ? `task('a-name', fn)` : `task('${name}', ${name})`;
  return new TaskSerializationError(
    'GRAFLOW_TASK_NAMELESS',
    `Task "${name}" cannot travel by reference: it is not registered, not named, and its module exports it under no name ` +
      `that can be found. Export it from its module, or name it: ${line}. Or send it by value: { strategy: 'pickle' }.`,
    { name },
  );
};

export const taskNotPicklable = (name: string, cause: unknown): TaskSerializationError =>
  new TaskSerializationError(
    'GRAFLOW_TASK_NOT_PICKLABLE',
    `Task "${name}" cannot travel by value. ${messageOf(cause)}`,
    { name },
    cause,
  );

export const sourceCaptures = (
  name: string,
  variables: readonly string[],
  advice: readonly string[],
): TaskSerializationError =>
  new TaskSerializationError(
    'GRAFLOW_SOURCE_CAPTURES',
    `Task "${name}" cannot travel by source: its text alone does not define ${variables.join(', ')}. ${advice.join(' ')}`,
    { name, variables },
  );

export const sourceNotStandalone = (name: string, reason: string, cause?: unknown): TaskSerializationError =>
  new TaskSerializationError(
    'GRAFLOW_SOURCE_NOT_STANDALONE',
    `Task "${name}" cannot travel by source: ${reason}`,
    { name },
    cause,
  );

export const taskUnknown = (name: string, names: readonly string[]): TaskResolutionError => {
  const nearest = nearestName(name, names);
  const suggestion = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new TaskResolutionError(
    'GRAFLOW_TASK_UNKNOWN',
    `No task named "${name}". Registered: ${listNames(names)}.${suggestion} Did you import the module that defines it?`,
    { name, names, nearest },
  );
};

export const strategyNotAccepted = (
  name: string,
  strategy: TaskStrategy,
  accept: AcceptancePolicy,
): TaskResolutionError =>
  new TaskResolutionError(
    'GRAFLOW_STRATEGY_NOT_ACCEPTED',
    `Task "${name}" came by ${strategy}, but only ${listNames(accept)} is accepted here. ` +
      `Add "${strategy}" to \`accept\` if you trust who sends it, or send the task by ${listNames(accept)}.`,
    { name, strategy, accept },
  );

export const moduleMissing = (name: string, cause: unknown): TaskResolutionError =>
  new TaskResolutionError(
    'GRAFLOW_MODULE_MISSING',
    `Task "${name}" needs a module that is not here, or not in its version. ${messageOf(cause)}`,
    { name },
    cause,
  );

export const taskTooNew = (name: string, cause: unknown): TaskResolutionError =>
  new TaskResolutionError(
    'GRAFLOW_TASK_TOO_NEW',
    `Task "${name}" was made for a newer process than this one. ${messageOf(cause)}`,
    { name },
    cause,
  );

export const envelopeVersionUnknown = (version: number): TaskResolutionError =>
  new TaskResolutionError(
    'GRAFLOW_ENVELOPE_VERSION',
    `The envelope has version ${version}; this copy of @graflow/resolver reads version 1. Update it on this side.`,
    { version },
  );

export const envelopeInvalid = (reason: string): TaskResolutionError =>
  new TaskResolutionError('GRAFLOW_ENVELOPE_INVALID', `This is not a task envelope: ${reason}.`, { reason });

export const taskNotRevived = (name: string, strategy: TaskStrategy, cause: unknown): TaskResolutionError =>
  new TaskResolutionError(
    'GRAFLOW_TASK_NOT_REVIVED',
    `Task "${name}" came by ${strategy} and could not be made a function. ${messageOf(cause)}`,
    { name, strategy },
    cause,
  );
