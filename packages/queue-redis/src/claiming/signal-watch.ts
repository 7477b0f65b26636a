/** Hears of signals that fire: one listener a signal, however many wait with it. */
export class SignalWatch {
  readonly #watched = new WeakSet<AbortSignal>();
  readonly #onAbort: (signal: AbortSignal) => void;

  /** Calls back once for each signal that fires. */
  constructor(onAbort: (signal: AbortSignal) => void) {
    this.#onAbort = onAbort;
  }

  /** Listens to a signal, unless it does already. */
  watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', () => this.#onAbort(signal), { once: true });
  }
}
