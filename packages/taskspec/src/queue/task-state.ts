/** What can be said about a state. */
export interface StateOptions {
  /**
   * How long a value lives after it was written through this object, in milliseconds; unless given, a new value lives for
   * ever, and one that is there as long as it would have.
   */
  readonly ttlMs?: number;
}

/** What ends a watch. */
export interface WatchOptions {
  /** Ends the iteration when it fires. */
  readonly signal?: AbortSignal;
}

/**
 * Third part of the port: values that tasks and everybody else share, under the keys of an id. Each method is one step.
 *
 * A write is applied once. Outside of tasks: once a call, also where its answer was lost and it was sent again. Inside a
 * task: once for the n-th write of a task id, in whichever attempt it came first; when the task runs again, the same write
 * changes nothing and gives what it gave before. So an attempt must write in the order of the one before; one that does not
 * is refused. At most 10,000 writes a task. A task whose claim is no longer valid writes nothing.
 *
 * Values are what arguments may be, and as large. A list is written item by item, so two items never share an object.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_PAYLOAD_…`, `GRAFLOW_STATE_KIND`, `GRAFLOW_QUEUE_CLOSED`; in a
 * task also `GRAFLOW_LEASE_LOST`, `GRAFLOW_STATE_DIVERGED`, `GRAFLOW_STATE_WRITES_TOO_MANY`.
 */
export interface TaskState {
  /** Reads a value; undefined where there is none. */
  get(key: string): Promise<unknown>;
  /** Writes a value; undefined takes it away. */
  set(key: string, value: unknown): Promise<void>;
  /**
   * Writes a value where the present one equals `expected`, undefined where there is none; tells whether it did. Two
   * objects are equal when they have the same properties in the same order.
   */
  compareAndSet(key: string, expected: unknown, value: unknown): Promise<boolean>;
  /** Adds to the end of a list, which begins empty; gives its length. */
  append(key: string, value: unknown): Promise<number>;
  /** Adds to a number, which begins at 0; gives the sum. */
  add(key: string, amount: number): Promise<number>;
  /**
   * Gives the present value of a key, where there is one, and then each new one, until the signal fires or the queue closes.
   * Who is slow may miss values between, but never the newest; a connection that is lost and comes back changes nothing.
   */
  watch(key: string, options?: WatchOptions): AsyncIterable<unknown>;
}
