import type { DequeueOptions, TaskSpec } from '@graflow/taskspec';
import { Claimer } from './claimer.ts';
import type { WakeUp } from './wake-up.ts';

/**
 * Those who wait for a task, first come, first served. While the queue is known to be empty they wait in Redis; one
 * wake-up makes all of them ask again.
 */
export class Claimers {
  /** Called when there is somebody to claim for. */
  onDemand: () => void = () => undefined;
  /** Called with a task whose claimer went away while it was on its way. */
  giveBack: (spec: TaskSpec) => void = () => undefined;
  readonly #waiting = new Set<Claimer>();
  readonly #watched = new WeakSet<AbortSignal>();
  readonly #wakeUp: WakeUp;
  #asked = 0;
  #blocked = false;
  #mustAsk = false;

  /** Asks nothing yet. */
  constructor(wakeUp: WakeUp) {
    this.#wakeUp = wakeUp;
  }

  /** How many tasks to ask for when nothing else makes a round trip necessary. */
  get wanted(): number {
    return this.#blocked ? 0 : this.#waiting.size - this.#asked;
  }

  /** Whether a round trip must be made although nobody asks: to give a marker back, or because somebody's time is over. */
  get mustAsk(): boolean {
    return this.#mustAsk;
  }

  /** Waits for a task. */
  next({ waitMs, signal }: DequeueOptions): Promise<TaskSpec | undefined> {
    signal?.throwIfAborted();
    if (signal) this.#watch(signal);
    return new Promise((resolve, reject) => {
      const claimer = new Claimer(resolve, reject, signal);
      this.#waiting.add(claimer);
      if (waitMs !== undefined) claimer.startTimer(waitMs, () => this.#expire(claimer));
      this.onDemand();
    });
  }

  /** Takes on to ask for at most `limit` tasks; a round trip that is made anyway asks although the queue seems empty. */
  take(limit: number): number {
    this.#mustAsk = false;
    const count = Math.max(0, Math.min(limit, this.#waiting.size - this.#asked));
    this.#asked += count;
    return count;
  }

  /** Hands out what a round trip brought; where it brought less than asked, `dueInMs` says when there may be more. */
  serve(asked: number, claimed: number, specs: readonly TaskSpec[], dueInMs: number): void {
    this.#asked -= asked;
    for (const spec of specs) {
      const claimer = this.#first();
      if (claimer === undefined) this.giveBack(spec);
      else claimer.resolve(spec);
    }
    if (claimed >= asked) return;
    for (const claimer of this.#waiting) {
      claimer.tried = true;
      if (claimer.expired) this.#expire(claimer);
    }
    if (dueInMs !== 0) void this.#block(dueInMs);
  }

  /** Tells as many as were asked for that Redis did not answer. */
  fail(asked: number, error: Error): void {
    this.#asked -= asked;
    for (let count = 0; count < asked; count += 1) this.#first()?.reject(error);
  }

  /** Ends every wait. */
  close(error: Error): void {
    this.#wakeUp.close();
    for (const claimer of this.#waiting) claimer.reject(error);
    this.#waiting.clear();
  }

  /** A wait ends with "nothing there" only after Redis said so. */
  #expire(claimer: Claimer): void {
    if (claimer.tried) {
      if (this.#waiting.delete(claimer)) claimer.resolve(undefined);
      return;
    }
    claimer.expired = true;
    this.#mustAsk = true;
    this.onDemand();
  }

  /** One listener a signal, however many wait with it. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    const abort = (): void => {
      for (const claimer of this.#waiting) {
        if (claimer.signal === signal && this.#waiting.delete(claimer)) claimer.reject(signal.reason);
      }
    };
    signal.addEventListener('abort', abort, { once: true });
  }

  #first(): Claimer | undefined {
    const claimer = this.#waiting.values().next().value;
    if (claimer) this.#waiting.delete(claimer);
    return claimer;
  }

  async #block(dueInMs: number): Promise<void> {
    if (this.#blocked) return;
    this.#blocked = true;
    await this.#wakeUp.wait(dueInMs);
    this.#blocked = false;
    // What was on its way when the marker came may have looked too early, so somebody has to look again.
    this.#mustAsk = this.wanted <= 0;
    this.onDemand();
  }
}
