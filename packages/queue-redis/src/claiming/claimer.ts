import type { IntakeListener, TaskSpec } from '@graflow/taskspec';
import { timerMs } from '../leases/timer-ms.ts';

/** Somebody who waits for tasks: for one, perhaps for a limited time, or, as an intake, for as many as it wants. */
export class Claimer {
  /** How many tasks it waits for. */
  wanted = 0;
  /** Whether Redis was asked since this wait began; only then may it end with "nothing there". */
  tried = false;
  /** Whether its time is over and only the answer of a first try is missing. */
  expired = false;
  /** Whether it waits until it is served, however long that takes. */
  readonly isPatient: boolean;
  /** What may end the wait early. */
  readonly signal: AbortSignal | undefined;
  /** Hears what comes of it. */
  readonly listener: IntakeListener;
  #timer: NodeJS.Timeout | undefined;

  /** Waits for nothing yet. */
  constructor(listener: IntakeListener, isPatient: boolean, signal?: AbortSignal) {
    this.listener = listener;
    this.isPatient = isPatient;
    this.signal = signal;
  }

  /** Calls back when the wait has lasted long enough. */
  startTimer(waitMs: number, onEnd: () => void): void {
    this.#timer = setTimeout(onEnd, timerMs(waitMs));
  }

  /** Hands over a task; the last one ends the wait. */
  claimed(spec: TaskSpec): void {
    this.wanted -= 1;
    if (this.wanted === 0) this.#end();
    this.listener.claimed(spec);
  }

  /** Ends the wait for some of the tasks: with an error, or because there are none. */
  unserved(count: number, error?: unknown): void {
    this.wanted -= count;
    if (this.wanted === 0) this.#end();
    this.listener.unserved(count, error);
  }

  #end(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
  }
}
