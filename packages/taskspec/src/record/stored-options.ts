import type { RetryOptions, TaskOptions } from '@graflow/resolver';
import { checkDuration } from '../spec/check-duration.ts';
import { optionInvalid, optionUnknown } from '../errors.ts';
import { checkKey } from '../spec/names.ts';
import { looksGenerated } from '../spec/new-task-id.ts';
import { checkRetryOptions } from '../spec/retry-policy.ts';

/** The options of a task that travel with it, because the worker or the queue needs them. */
export interface StoredOptions {
  /** The longest run of one attempt, in milliseconds. */
  readonly timeoutMs?: number;
  /** What follows a failed attempt. */
  readonly retry?: RetryOptions;
  /** How long the outcome is kept, in milliseconds. */
  readonly resultTtlMs?: number;
  /** From -2 to 2, higher first. */
  readonly priority?: number;
  /** What the task counts under. */
  readonly limitKey?: string;
  /** Set where somebody chose the id and it looks like a generated one: another task may come with it. */
  readonly ownId?: true;
}

/** How long an outcome is kept unless the task says otherwise: one hour, in milliseconds. */
export const defaultResultTtlMs = 3_600_000;

const known = {
  timeoutMs: true,
  retry: true,
  resultTtlMs: true,
  priority: true,
  limitKey: true,
  ownId: true,
} as const satisfies Record<keyof StoredOptions, true>;

const knownRetry = {
  maxAttempts: true,
  minDelayMs: true,
  maxDelayMs: true,
  factor: true,
  jitter: true,
  only: true,
  except: true,
} as const satisfies Record<keyof RetryOptions, true>;

/** Picks what travels from a task's options. */
export function storedOptionsOf({
  timeoutMs,
  retry,
  resultTtlMs,
  priority,
  limitKey,
  taskId,
}: TaskOptions): StoredOptions {
  const stored: { -readonly [Name in keyof StoredOptions]: StoredOptions[Name] } = {};
  if (timeoutMs !== undefined) stored.timeoutMs = timeoutMs;
  if (retry !== undefined) stored.retry = retry;
  if (resultTtlMs !== undefined) stored.resultTtlMs = resultTtlMs;
  if (priority !== undefined && priority !== 0) stored.priority = priority;
  if (limitKey !== undefined) stored.limitKey = limitKey;
  if (taskId !== undefined && looksGenerated(taskId)) stored.ownId = true;
  return stored;
}

/**
 * Checks stored options from any hand.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkStoredOptions(value: unknown): StoredOptions {
  const options = asPlainObject(value, 'options', known) as StoredOptions;
  const { timeoutMs, retry, resultTtlMs, priority, limitKey, ownId } = options;
  if (timeoutMs !== undefined) checkDuration('timeoutMs', timeoutMs, 1);
  if (resultTtlMs !== undefined) checkDuration('resultTtlMs', resultTtlMs, 0);
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= 2))
    throw optionInvalid('priority', priority, 'a whole number from -2 to 2');
  if (limitKey !== undefined) checkKey('limitKey', limitKey);
  if (ownId !== undefined && ownId !== true) throw optionInvalid('ownId', ownId, 'true, or left out');
  if (retry !== undefined) checkRetryOptions(asPlainObject(retry, 'retry', knownRetry));
  return options;
}

function asPlainObject(value: unknown, option: string, names: object): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw optionInvalid(option, value, 'an object');
  for (const name of Object.keys(value)) if (!Object.hasOwn(names, name)) throw optionUnknown(name, Object.keys(names));
  return value as Record<string, unknown>;
}
