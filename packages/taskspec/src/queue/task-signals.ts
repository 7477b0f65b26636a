/** What can be said about a signal that is sent. */
export interface SendSignalOptions {
  /** How long it is kept for somebody who waits for it, in milliseconds; a day unless given. */
  readonly ttlMs?: number;
}

/** How long to wait for a signal. */
export interface WaitForSignalOptions {
  /** The longest wait, in milliseconds; 60,000 unless given. */
  readonly timeoutMs?: number;
  /** Ends the wait early: it rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Fourth part of the port: values that are told to one who waits for them. A signal that is sent before anybody waits is
 * kept, up to 1,000 of a name; each is received once, the oldest first.
 *
 * Both are done once as writes of a {@link TaskState} are: a task that runs again sends no second signal, and gets the one
 * that it got before. Outside of tasks, a signal whose receiver ends while it receives is gone.
 */
export interface TaskSignals {
  /**
   * Tells a value, of up to 64 KiB, to one who waits for it under an id and a name.
   *
   * @throws TaskSpecError `GRAFLOW_SIGNALS_TOO_MANY`, `GRAFLOW_OPTION_INVALID`, `GRAFLOW_PAYLOAD_…`, `GRAFLOW_QUEUE_CLOSED`.
   */
  signal(id: string, name: string, value?: unknown, options?: SendSignalOptions): Promise<void>;
  /**
   * Waits for the next signal under an id and a name, and gives its value.
   *
   * @throws TaskSpecError `GRAFLOW_SIGNAL_TIMEOUT`, `GRAFLOW_OPTION_INVALID`, `GRAFLOW_QUEUE_CLOSED`; the reason of `signal`.
   */
  waitForSignal<T = unknown>(id: string, name: string, options?: WaitForSignalOptions): Promise<T>;
}
