import { setMaxListeners } from 'node:events';
import type { Timed, TimeoutLine, Timeouts } from './timeouts.ts';

/** What ends a wait before its time. */
export interface WaitLimits {
  /** The longest wait, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Who keeps a wait. */
export interface WaitKeeper<T, Awaited> {
  /** Settles a wait whose time is over. */
  late(wait: Wait<T, Awaited>): void;
  /** Hears that a wait was settled, in whatever way. */
  leave(wait: Wait<T, Awaited>): void;
}

/** A promise that its keeper settles, or a deadline, or a signal; whoever comes first. */
export class Wait<T, Awaited = undefined> implements Timed {
  readonly promise: Promise<T>;
  /** What is waited for. */
  awaited: Awaited;
  before: Timed | undefined;
  behind: Timed | undefined;
  deadline = Infinity;
  readonly #signal: AbortSignal | undefined;
  readonly #keeper: WaitKeeper<T, Awaited>;
  readonly #line: TimeoutLine;
  #resolve!: (value: T | Promise<never>) => void;

  constructor({ timeoutMs, signal }: WaitLimits, timeouts: Timeouts, keeper: WaitKeeper<T, Awaited>, awaited: Awaited) {
    this.awaited = awaited;
    this.#signal = signal;
    this.#keeper = keeper;
    this.promise = new Promise((resolve) => (this.#resolve = resolve));
    this.#line = timeouts.add(this, timeoutMs);
    if (signal !== undefined) this.#listen(signal);
  }

  resolve(value: T): void {
    this.#end();
    this.#resolve(value);
  }

  reject(error: unknown): void {
    this.#end();
    this.#resolve(Promise.reject(error)); // the other function is not kept: there may be very many waits
  }

  /** The longest wait, in milliseconds. */
  get timeoutMs(): number | undefined {
    return this.#line.timeoutMs;
  }

  late(): void {
    this.#keeper.late(this);
  }

  /** Is called by the signal. */
  handleEvent(): void {
    this.reject(this.#signal?.reason);
  }

  /** A worker waits in many places with one signal; Node would take more than ten listeners for a leak. */
  #listen(signal: AbortSignal): void {
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this);
  }

  #end(): void {
    this.#line.leave(this);
    if (this.#signal !== undefined) this.#signal.removeEventListener('abort', this);
    this.#keeper.leave(this);
  }
}
