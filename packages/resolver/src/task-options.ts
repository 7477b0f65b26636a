import type { TaskStrategy } from './acceptance-policy.ts';

/**
 * What can be said about a task besides its function and arguments. One type for `task()`, a spec and `enqueue`.
 */
export interface TaskOptions {
  /** How the task travels. Default: the queue's strategy, else the resolver's. */
  readonly strategy?: TaskStrategy;
  /** The id of the task, at most 128 characters. Default: a new random id of 22. */
  readonly taskId?: string;
  /** Milliseconds to wait before the task is ready. */
  readonly delayMs?: number;
  /** The moment from which the task is ready, as a `Date` or in milliseconds since 1970. */
  readonly runAt?: Date | number;
  /** From -2 to 2; higher goes first. Default 0. */
  readonly priority?: number;
  /** Milliseconds that one attempt may take. */
  readonly timeoutMs?: number;
  /** When and how often a failed attempt is repeated. */
  readonly retry?: RetryOptions;
  /** What the function may bring along when it travels by value. */
  readonly capture?: CaptureOptions;
  /** Milliseconds for which the outcome is kept; with 0 it is only told to those who wait when the task ends. Default one hour. */
  readonly resultTtlMs?: number;
  /** While a task with this key is known, another one with the same key is not added: its handle leads to the known one. */
  readonly dedup?: DedupOptions;
  /**
   * What the task counts under where the queue has limits by key: `'customer-7'`, 1 to 256 characters. Tasks of one key start in
   * their order, higher priorities first, as many at once and as often as `queue.limits.set({ perKey })` says.
   */
  readonly limitKey?: string;
  /**
   * Ids of tasks and groups, at most 1,000, that must have ended before this task is ready; `delayMs` counts from then. An
   * id that nobody knows yet is waited for. Where one of them ends without a value, this task ends too, with
   * `GRAFLOW_UPSTREAM_FAILED`.
   */
  readonly after?: readonly string[];
}

/**
 * Which tasks are one task, whatever their functions and arguments, and for how long.
 */
export interface DedupOptions {
  /** What the tasks have in common: 1 to 256 characters. */
  readonly key: string;
  /**
   * Milliseconds from the enqueueing for which the task is known, whether it has ended or not. Default: until it has
   * ended, with a value or without. A result that others shall find must be kept as long: see `resultTtlMs`.
   */
  readonly windowMs?: number;
}

/**
 * What a task that travels by value may bring along.
 */
export interface CaptureOptions {
  /** Captures that may travel although they look like secrets, by their path from the function: `smtp.pass`. */
  readonly allowSecrets?: readonly string[];
  /** The largest pickle to make, in bytes. 4 MiB unless given. */
  readonly maxBytes?: number;
}

/**
 * When and how often a failed attempt is repeated: exponential backoff with jitter, as plain data.
 */
export interface RetryOptions {
  /** How often the task may run in all. Default 3. */
  readonly maxAttempts?: number;
  /** Milliseconds before the second attempt. Default 1000. */
  readonly minDelayMs?: number;
  /** The longest delay, in milliseconds. Default 60000. */
  readonly maxDelayMs?: number;
  /** By what the delay grows from attempt to attempt. Default 2. */
  readonly factor?: number;
  /** The random share of a delay, from 0 to 1. Default 0.2. */
  readonly jitter?: number;
  /** Retries only failures whose name or code is one of these: `['ECONNRESET', 'GRAFLOW_TASK_TIMEOUT']`. Default all. */
  readonly only?: readonly string[];
  /** Retries no failure whose name or code is one of these: `['TypeError']`. Default none. */
  readonly except?: readonly string[];
}
