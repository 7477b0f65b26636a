import { setMaxListeners } from 'node:events';
import { type Outcome, resultTimeout, type ResultOptions } from '@graflow/taskspec';
import { timerMs } from '../leases/timer-ms.ts';

/** One who waits for the outcome of a task, for a limited time or until a signal fires. */
export class OutcomeWait {
  readonly #resolve: (outcome: Outcome) => void;
  readonly #reject: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: (() => void) | undefined;

  /** @param onEarlyEnd - called when the wait ends without an outcome */
  constructor(
    taskId: string,
    { timeoutMs = 60_000, signal }: ResultOptions,
    resolve: (outcome: Outcome) => void,
    reject: (error: unknown) => void,
    onEarlyEnd: (wait: OutcomeWait) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    const endEarly = (error: unknown): void => {
      this.fail(error);
      onEarlyEnd(this);
    };
    this.#timer = setTimeout(() => endEarly(resultTimeout(taskId, timeoutMs)), timerMs(timeoutMs));
    this.#signal = signal;
    if (signal === undefined) return;
    setMaxListeners(0, signal); // many may wait with one signal
    const onAbort = (): void => endEarly(signal.reason); // named first: why, says `sendCommand`
    this.#onAbort = onAbort;
    signal.addEventListener('abort', onAbort);
  }

  /** Ends the wait with the outcome. */
  tell(outcome: Outcome): void {
    this.#clear();
    this.#resolve(outcome);
  }

  /** Ends the wait with an error. */
  fail(error: unknown): void {
    this.#clear();
    this.#reject(error);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    if (this.#onAbort) this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
