import type { TaskSpec } from '@graflow/taskspec';
import { timerMs } from './timer-ms.ts';

/** Somebody who waits for a task, perhaps for a limited time. */
export class Claimer {
  /** What may end the wait early. */
  readonly signal: AbortSignal | undefined;
  /** Whether Redis was asked since this wait began; only then may it end with "nothing there". */
  tried = false;
  /** Whether its time is over and only the answer of a first try is missing. */
  expired = false;
  readonly #resolve: (spec: TaskSpec | undefined) => void;
  readonly #reject: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** Takes over the two ends of a promise. */
  constructor(
    resolve: (spec: TaskSpec | undefined) => void,
    reject: (error: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.signal = signal;
  }

  /** Calls back when the wait has lasted long enough. */
  startTimer(waitMs: number, onEnd: () => void): void {
    this.#timer = setTimeout(onEnd, timerMs(waitMs));
  }

  /** Ends the wait with a task, or with none. */
  resolve(spec: TaskSpec | undefined): void {
    clearTimeout(this.#timer);
    this.#resolve(spec);
  }

  /** Ends the wait with an error. */
  reject(error: unknown): void {
    clearTimeout(this.#timer);
    this.#reject(error);
  }
}
