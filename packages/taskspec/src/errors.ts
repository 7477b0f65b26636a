import { inspect } from 'node:util';
import { nearestName } from '@graflow/resolver';

/** What can go wrong with a spec, a record, a payload or a queue option; each code has a page in `docs/errors`. */
export type TaskSpecErrorCode =
  | 'GRAFLOW_OPTION_INVALID'
  | 'GRAFLOW_PAYLOAD_UNSUPPORTED'
  | 'GRAFLOW_PAYLOAD_TOO_LARGE'
  | 'GRAFLOW_PAYLOAD_INVALID'
  | 'GRAFLOW_RECORD_INVALID'
  | 'GRAFLOW_SPEC_NOT_SERIALIZED'
  | 'GRAFLOW_SPEC_NOT_DESERIALIZED'
  | 'GRAFLOW_SPEC_NOT_CLAIMED'
  | 'GRAFLOW_TASK_ID_TAKEN'
  | 'GRAFLOW_LEASE_LOST'
  | 'GRAFLOW_TASK_CANCELLED'
  | 'GRAFLOW_QUEUE_CLOSED'
  | 'GRAFLOW_BACKLOG_FULL'
  | 'GRAFLOW_RESULT_TIMEOUT'
  | 'GRAFLOW_NO_TASK_CONTEXT'
  | 'GRAFLOW_STATE_KIND'
  | 'GRAFLOW_STATE_DIVERGED'
  | 'GRAFLOW_STATE_WRITES_TOO_MANY'
  | 'GRAFLOW_SIGNAL_TIMEOUT'
  | 'GRAFLOW_SIGNALS_TOO_MANY'
  | 'GRAFLOW_PUBLISH_UNSIGNED'
  | 'GRAFLOW_PUBLISHED_TOO_MANY'
  | 'GRAFLOW_PUBLISHED_INVALID';

/** An error of this package or of a queue that implements its port; recognise it by `code`, never by its message. */
export class TaskSpecError extends Error {
  /** Always `TaskSpecError`. */
  override readonly name = 'TaskSpecError';
  /** The stable name of what happened. */
  readonly code: TaskSpecErrorCode;
  /** The values the message was built from, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  /** Keeps the code and the details beside the message. */
  constructor(
    code: TaskSpecErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** An option, name or id has a value that it cannot have: `GRAFLOW_OPTION_INVALID`. */
export const optionInvalid = (option: string, value: unknown, expected: string): TaskSpecError =>
  new TaskSpecError('GRAFLOW_OPTION_INVALID', `${option} must be ${expected}, got ${inspect(value, { depth: 0 })}.`, {
    option,
    expected,
  });

/** An option has a name that is not known: `GRAFLOW_OPTION_INVALID`. */
export const optionUnknown = (option: string, options: readonly string[]): TaskSpecError => {
  const nearest = nearestName(option, options);
  const suggestion = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new TaskSpecError(
    'GRAFLOW_OPTION_INVALID',
    `"${option}" is no option.${suggestion} Options: ${options.join(', ')}.`,
    { option, options, nearest },
  );
};

/** A value cannot travel, and where it is: `GRAFLOW_PAYLOAD_UNSUPPORTED`. */
export const payloadUnsupported = (what: string, path: string, reason: string, cause?: unknown): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_PAYLOAD_UNSUPPORTED',
    `${what}${path} cannot travel: ${reason}. Send plain data (objects, arrays, Map, Set, Date, BigInt, typed arrays, ` +
      `Error), or capture the value in a task with { strategy: 'pickle' }.`,
    { what, path, reason },
    cause,
  );

/** A payload is larger than the limit: `GRAFLOW_PAYLOAD_TOO_LARGE`. */
export const payloadTooLarge = (what: string, bytes: number, limit: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_PAYLOAD_TOO_LARGE',
    `${what} is ${bytes} bytes, the limit is ${limit}. Store it elsewhere and send where it is, or raise maxPayloadBytes.`,
    { bytes, limit },
  );

/** A text is not what the payload codec writes: `GRAFLOW_PAYLOAD_INVALID`. */
export const payloadInvalid = (reason: string, cause?: unknown): TaskSpecError =>
  new TaskSpecError('GRAFLOW_PAYLOAD_INVALID', `This payload cannot be read: ${reason}.`, { reason }, cause);

/** Bytes are not a record: `GRAFLOW_RECORD_INVALID`. */
export const recordInvalid = (reason: string, cause?: unknown): TaskSpecError =>
  new TaskSpecError('GRAFLOW_RECORD_INVALID', `This record cannot be read: ${reason}.`, { reason }, cause);

/** A spec has no envelope yet: `GRAFLOW_SPEC_NOT_SERIALIZED`. */
export const notSerialized = (taskId: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_SPEC_NOT_SERIALIZED',
    `Task ${taskId} has no envelope yet. Call await spec.ensureSerialized() first.`,
    { taskId },
  );

/** A spec has no function yet: `GRAFLOW_SPEC_NOT_DESERIALIZED`. */
export const notDeserialized = (taskId: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_SPEC_NOT_DESERIALIZED',
    `Task ${taskId} has no executable yet. Call await spec.ensureDeserialized() first.`,
    { taskId },
  );

/** A spec is settled that this queue did not hand out: `GRAFLOW_SPEC_NOT_CLAIMED`. */
export const notClaimed = (taskId: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_SPEC_NOT_CLAIMED',
    `Task ${taskId} was not claimed from this queue, so it cannot be settled here. Settle the spec that dequeue() gave.`,
    { taskId },
  );

/** An id belongs to another task: `GRAFLOW_TASK_ID_TAKEN`. */
export const taskIdTaken = (taskId: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_TASK_ID_TAKEN',
    `Task id "${taskId}" is taken by another task with other content. Use another id, or send the same task again.`,
    { taskId },
  );

/** A claim is no longer valid: `GRAFLOW_LEASE_LOST`. */
export const leaseLost = (taskId: string, attempt: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_LEASE_LOST',
    `The claim on task ${taskId} (attempt ${attempt}) is no longer valid: it was settled, or its lease ended. ` +
      `This outcome is not stored.`,
    { taskId, attempt },
  );

/** A task was cancelled while it ran; what its signal fires with: `GRAFLOW_TASK_CANCELLED`. */
export const taskCancelled = (taskId: string, reason: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_TASK_CANCELLED',
    `Task ${taskId} was cancelled (${reason}). It should end its work: whatever it still gives is dropped.`,
    { taskId, reason },
  );

/** A queue is used after it was closed: `GRAFLOW_QUEUE_CLOSED`. */
export const queueClosed = (queue: string): TaskSpecError =>
  new TaskSpecError('GRAFLOW_QUEUE_CLOSED', `Queue "${queue}" is closed. Open a new one to go on.`, { queue });

/** A wait for a result ended first: `GRAFLOW_RESULT_TIMEOUT`. */
export const resultTimeout = (taskId: string, timeoutMs: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_RESULT_TIMEOUT',
    `Task ${taskId} had no outcome after ${timeoutMs} ms. It goes on: ask again with handle.result({ timeoutMs }), ` +
      `and check that a worker runs on this queue.`,
    { taskId, timeoutMs },
  );

/** There is no running task here: `GRAFLOW_NO_TASK_CONTEXT`. */
export const noTaskContext = (): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_NO_TASK_CONTEXT',
    'taskContext() was called outside a running task. Call it inside the function that a worker runs.',
  );

/** A function is published and there is no key to sign it: `GRAFLOW_PUBLISH_UNSIGNED`. */
export const publishUnsigned = (name: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_PUBLISH_UNSIGNED',
    `"${name}" is not published: workers run it as code, and there is no key to sign it. Set the same GRAFLOW_KEY here and there.`,
    { name },
  );

/** A queue keeps no more published functions: `GRAFLOW_PUBLISHED_TOO_MANY`. */
export const publishedTooMany = (name: string, limit: number): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_PUBLISHED_TOO_MANY',
    `"${name}" is not published: ${limit} names are. Unpublish what nobody calls, or send the function by value with its task.`,
    { name, limit },
  );

/** What a queue keeps under a name is not what was published: `GRAFLOW_PUBLISHED_INVALID`. */
export const publishedInvalid = (name: string, reason: string): TaskSpecError =>
  new TaskSpecError(
    'GRAFLOW_PUBLISHED_INVALID',
    `What is published as "${name}" is not run: ${reason} Publish it again with the key of the workers.`,
    { name, reason },
  );
