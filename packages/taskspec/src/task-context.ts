import { AsyncLocalStorage } from 'node:async_hooks';
import type { AnyTask, TaskOptions } from '@graflow/resolver';
import type { ArgumentsOf } from './spec/arguments-of.ts';
import { noTaskContext } from './errors.ts';
import type { TaskSignals } from './queue/task-signals.ts';
import type { StateOptions, TaskState } from './queue/task-state.ts';
import type { AnySpec } from './spec/task-spec.ts';

/** Where a task writes lines for people; the worker decides where they go. */
export interface TaskLog {
  /** For whoever looks for an error. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** For whoever watches. */
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Something to look at. */
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Something that went wrong. */
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What tells the writes of a running task apart; read by queues. */
export interface TaskWrites {
  /** Where the queue is that the task came from. */
  readonly address: string;
  /** The token of its claim. */
  readonly token: string;
  /** Counts: 1 for the first write of this attempt, 2 for the second. */
  next(): number;
}

/** What a running task knows of itself; made by the worker for each attempt. */
export interface TaskContext {
  /** The id of the task. */
  readonly taskId: string;
  /** The number of this run, from 1. */
  readonly attempt: number;
  /** Fires at a timeout, a lost lease, a cancel or a stop; the task should end soon then. */
  readonly signal: AbortSignal;
  /** The same text in every attempt of this task: hand it to systems that can drop a second call. */
  readonly idempotencyKey: string;
  /** Writes lines for people. */
  readonly log: TaskLog;
  /** Gives values shared under an id, in the queue that the task came from; each of its writes is applied once. */
  state(id: string, options?: StateOptions): TaskState;
  /** Tells a value to one who waits for it, in the queue that the task came from; once, however often the task runs. */
  sendSignal(...wish: Parameters<TaskSignals['signal']>): Promise<void>;
  /**
   * Waits for a signal in the queue that the task came from, until the task's own `signal` fires; a task that runs again
   * gets the same one.
   */
  waitForSignal: TaskSignals['waitForSignal'];
  /** What tells the writes of this task apart; read by queues. */
  readonly writes: TaskWrites;
  /**
   * Tells how far the task is, to the worker's listeners and to `handle.progress()`: any plain data of at most 16 KiB;
   * what cannot travel is shown as text. May be called often: others see the newest value, a few times a second.
   */
  progress(value: unknown): void;
  /**
   * Keeps a follow-up: it becomes waiting in the very step that settles this task, and not at all when this attempt
   * fails. Serialized at once, so what cannot travel is refused here.
   */
  enqueue(spec: AnySpec): Promise<{ readonly taskId: string }>;
  /** Keeps a follow-up made of a function and its arguments. */
  enqueue<F extends AnyTask>(
    fn: F,
    ...call: ArgumentsOf<F, TaskOptions & { readonly resolverId?: string }>
  ): Promise<{ readonly taskId: string }>;
  /**
   * Keeps a follow-up for each list of arguments, hundreds of thousands of them: where they are more than one step may
   * have, follow-ups enqueue a share each. Gives their ids, which are the same in every attempt: `taskId`, unless given
   * that of this task and which call of `enqueueEach` it is, and the place in the list; behind `~` their `limitKey`, where that
   * has no other characters than an id. The options are those of each of them, without `dedup`, `after`, `delayMs` and `runAt`; the function is serialized once.
   */
  enqueueEach<F extends AnyTask>(
    fn: F,
    calls: readonly Readonly<Parameters<F>>[],
    options?: TaskOptions & { readonly resolverId?: string },
  ): Promise<readonly string[]>;
}

const storageKey = Symbol.for('@graflow/task-context/1');

/**
 * Gives the context of the task that runs here, found by every copy of this package in the process.
 *
 * @example
 * ```ts
 * import { taskContext } from '@graflow/taskspec';
 *
 * export async function resize(image: string) {
 *   const { attempt, signal, log } = taskContext();
 *   log.info('resizing', { image, attempt });
 *   await render(image, { signal });
 * }
 * ```
 *
 * @throws TaskSpecError `GRAFLOW_NO_TASK_CONTEXT` outside a running task.
 */
export function taskContext(): TaskContext {
  const context = contextHere();
  if (context === undefined) throw noTaskContext();
  return context;
}

/** Gives the context of the task that runs here; undefined outside a running task. */
export const contextHere = (): TaskContext | undefined => storage().getStore();

/** Runs a function under a task context, and gives it that; workers call it around the task. */
export function runInTaskContext<T, Context extends TaskContext>(context: Context, run: (context: Context) => T): T {
  return storage().run(context, run, context);
}

let known: AsyncLocalStorage<TaskContext> | undefined;

/** Looked up once: each task asks for it. */
function storage(): AsyncLocalStorage<TaskContext> {
  const shared = globalThis as { [storageKey]?: AsyncLocalStorage<TaskContext> };
  return (known ??= shared[storageKey] ??= new AsyncLocalStorage<TaskContext>());
}
