import { isClass } from './modules/is-class.ts';

/** What can go wrong with a worker or the modules it loads; each code has a page in `docs/errors`. */
export type WorkerErrorCode =
  | 'GRAFLOW_WORKER_STARTED'
  | 'GRAFLOW_WORKER_STOPPED'
  | 'GRAFLOW_TASK_TIMEOUT'
  | 'GRAFLOW_RESOLVE_TIMEOUT'
  | 'GRAFLOW_RUNNER_CRASHED'
  | 'GRAFLOW_RUNNER_FAILED'
  | 'GRAFLOW_TASK_ENDED'
  | 'GRAFLOW_FOLLOW_UPS_TOO_MANY'
  | 'GRAFLOW_MODULE_NOT_FOUND'
  | 'GRAFLOW_MODULE_FAILED'
  | 'GRAFLOW_NO_TASKS'
  | 'GRAFLOW_TASK_EXPORTED_TWICE'
  | 'GRAFLOW_TS_LOADER';

/** An error of a worker; recognise it by `code`, never by its message. */
export class WorkerError extends Error {
  /** The name of the class. */
  override readonly name = 'WorkerError';
  /** The stable name of what happened. */
  readonly code: WorkerErrorCode;
  /** The values the message was built from, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  /** Keeps the code and the details beside the message. */
  constructor(
    code: WorkerErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

export const alreadyStarted = (): WorkerError =>
  new WorkerError(
    'GRAFLOW_WORKER_STARTED',
    'This worker was started already. Start each worker once, or make another one.',
  );

export const workerStopped = (): WorkerError =>
  new WorkerError('GRAFLOW_WORKER_STOPPED', 'This worker is stopped. Make a new one to go on.');

export const taskTimeout = (timeoutMs: number, attempt: number): WorkerError =>
  new WorkerError(
    'GRAFLOW_TASK_TIMEOUT',
    `Attempt ${attempt} took longer than its timeoutMs of ${timeoutMs}. End the work when taskContext().signal fires, or raise timeoutMs.`,
    { timeoutMs, attempt },
  );

export const resolveTimeout = (resolverId: string, timeoutMs: number): WorkerError =>
  new WorkerError(
    'GRAFLOW_RESOLVE_TIMEOUT',
    `The resolver "${resolverId}" did not find the function of a task within ${timeoutMs} ms, and the task was given back. ` +
      'Look for a module of it whose import never ends.',
    { resolverId, timeoutMs },
  );

export const runnerCrashed = (kind: 'thread' | 'process', how: string): WorkerError =>
  new WorkerError(
    'GRAFLOW_RUNNER_CRASHED',
    `The task brought down the ${kind} that it ran in: ${how}. Look for process.exit, endless memory or native code in it; ` +
      `isolation.memoryLimitMb gives it more memory.`,
    { kind, how },
  );

export const runnerFailed = (kind: 'thread' | 'process', how: string): WorkerError =>
  new WorkerError(
    'GRAFLOW_RUNNER_FAILED',
    `A ${kind} for tasks ended before it had loaded the resolver modules: ${how}. Import them in a file of their own to see why.`,
    { kind, how },
  );

export const taskEnded = (taskId: string): WorkerError =>
  new WorkerError(
    'GRAFLOW_TASK_ENDED',
    `Task ${taskId} has ended, so it cannot enqueue a follow-up any more. Await all of its work before it returns.`,
    { taskId },
  );

export const tooManyFollowUps = (taskId: string, limit: number): WorkerError =>
  new WorkerError(
    'GRAFLOW_FOLLOW_UPS_TOO_MANY',
    `Task ${taskId} enqueued more than ${limit} follow-ups, and they are sent in one step. Use enqueueEach() for many calls of one function.`,
    { taskId, limit },
  );

export const moduleNotFound = (
  specifier: string,
  lookedFor: readonly string[],
  nearest: string | undefined,
): WorkerError =>
  new WorkerError(
    'GRAFLOW_MODULE_NOT_FOUND',
    `No resolver module was found for ${specifier}. Looked for ${lookedFor.join(', ')}.` +
      `${nearest === undefined ? '' : ` Did you mean ${nearest}?`} ` +
      `Give a path that starts with "./", "/" or "file:", or the name of an installed package.`,
    { specifier, lookedFor, nearest },
  );

export const moduleFailed = (specifier: string, cause: unknown): WorkerError =>
  new WorkerError(
    'GRAFLOW_MODULE_FAILED',
    `The resolver module ${specifier} cannot be imported: ${messageOf(cause)}`,
    { specifier },
    cause,
  );

export const noTasks = (
  specifier: string,
  resolverId: string,
  exported: Readonly<Record<string, unknown>>,
): WorkerError => {
  const exports = Object.keys(exported)
    .toSorted()
    .map((name) => `${name} (${kindOf(exported[name])})`);
  return new WorkerError(
    'GRAFLOW_NO_TASKS',
    `The resolver module ${specifier} has no task for the resolver "${resolverId}". It exports ${exports.join(', ') || 'nothing'}. ` +
      `Export the functions that are tasks by name, or a register(registry) function.`,
    { specifier, resolverId, exports },
  );
};

export const taskExportedTwice = (name: string, one: string, other: string): WorkerError =>
  new WorkerError(
    'GRAFLOW_TASK_EXPORTED_TWICE',
    `The resolver modules ${one} and ${other} both have a task "${name}", and they are different functions. ` +
      `Rename one of them, or name it: task('another-name', ${name}).`,
    { name, modules: [one, other] },
  );

export const noTypeScriptLoader = (specifier: string, cause: unknown): WorkerError =>
  new WorkerError(
    'GRAFLOW_TS_LOADER',
    `Node ${process.versions.node} cannot load ${specifier} by itself: ${messageOf(cause)} ` +
      `Install jiti (npm install jiti): it is picked up. Or give the compiled .js file.`,
    { specifier, node: process.versions.node },
    cause,
  );

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  return typeof value === 'function' && isClass(value) ? 'class' : typeof value;
};
