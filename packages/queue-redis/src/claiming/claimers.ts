import type { DequeueOptions, IntakeListener, IntakeOptions, TaskSpec } from '@graflow/taskspec';
import { ClaimRecord } from './claim-record.ts';
import { Claimer } from './claimer.ts';
import { SignalWatch } from './signal-watch.ts';
import type { WakeUp } from './wake-up.ts';

/**
 * Those who wait for tasks, first come, first served. While the queue is known to be empty they wait in Redis; one
 * wake-up makes all of them ask again.
 */
export class Claimers {
  /** Called when there is somebody to claim for. */
  onDemand: () => void = () => undefined;
  /** Called with a task whose claimer went away while it was on its way. */
  giveBack: (spec: TaskSpec) => void = () => undefined;
  /** Called when there may be something to claim again, where the queue was known to be empty. */
  onWake: () => void = () => undefined;
  /** Waits in Redis for all of them. */
  readonly wakeUp: WakeUp;
  /** How claims were answered lately. */
  readonly record = new ClaimRecord();
  readonly #waiting = new Set<Claimer>();
  readonly #signals = new SignalWatch((signal) => this.#abort(signal));
  /** The sum of what all that wait want. */
  #total = 0;
  /** How many of these are asked for. */
  #asked = 0;
  /** How many of these by a claim that stands behind the wake-up. */
  #askedAhead = 0;
  #hasClaimedAhead = false;
  #blocked = false;
  #mustAsk = false;

  /** Asks nothing yet. */
  constructor(wakeUp: WakeUp) {
    this.wakeUp = wakeUp;
  }

  /** How many tasks to ask for when nothing else makes a round trip necessary. */
  get wanted(): number {
    return this.#blocked ? 0 : this.#total - this.#asked;
  }

  /** Whether a round trip must be made although nobody asks: to give a marker back, or because somebody's time is over. */
  get mustAsk(): boolean {
    return this.#mustAsk;
  }

  /** Whether somebody waits for a task. */
  get areWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Waits for a task. */
  next({ waitMs, signal }: DequeueOptions): Promise<TaskSpec | undefined> {
    signal?.throwIfAborted();
    if (signal) this.#signals.watch(signal);
    return new Promise((resolve, reject) => {
      const unserved = (_count: number, error?: unknown): void =>
        error === undefined ? resolve(undefined) : reject(error);
      const claimer = new Claimer({ claimed: resolve, unserved }, false, signal);
      this.#want(claimer, 1);
      if (waitMs !== undefined) claimer.startTimer(waitMs, () => this.#expire(claimer));
    });
  }

  /** Lets somebody wait for as many tasks as it wants, until it withdraws. */
  open(listener: IntakeListener, { untilEmpty = false }: IntakeOptions) {
    const claimer = new Claimer(listener, !untilEmpty);
    return {
      want: (count: number): void => {
        claimer.tried = false;
        this.#want(claimer, count);
        if (untilEmpty) this.#expire(claimer);
      },
      withdraw: (): void => this.#drop(claimer),
    };
  }

  /** Takes on to ask for at most `limit` tasks; a round trip that is made anyway asks although the queue seems empty. */
  take(limit: number): number {
    this.#mustAsk = false;
    const count = Math.max(0, Math.min(limit, this.#total - this.#asked));
    this.#asked += count;
    return count;
  }

  /** Takes on to ask for some by a claim behind the wake-up; none while somebody waits who will not wait for the marker. */
  takeAhead(limit: number): number {
    if (!this.#blocked || !this.wakeUp.isOpenBehind) return 0;
    for (const claimer of this.#waiting) if (!claimer.isPatient) return 0;
    this.#askedAhead = Math.max(0, Math.min(limit, this.#total - this.#asked));
    this.#asked += this.#askedAhead;
    return this.#askedAhead;
  }

  /** Notes that the claim behind the wake-up was answered, or, where `asked` is given, that its tasks must be asked for again. */
  endAhead(asked = 0): void {
    this.#askedAhead = 0;
    this.#hasClaimedAhead = asked === 0;
    this.#asked -= asked;
  }

  /** Hands out what a round trip brought; where it brought less than asked, `dueInMs` says when there may be more. */
  serve(asked: number, claimed: number, specs: readonly TaskSpec[], dueInMs: number): void {
    if (asked > 0) this.record.answered();
    // One by one: whoever is served may want more before the others are.
    this.#asked -= asked - specs.length;
    for (const spec of specs) {
      this.#asked -= 1;
      this.#hand(spec);
    }
    // Where something is due at once, a script had more to do than one may: the next one goes on.
    const isEmpty = claimed < asked && dueInMs !== 0;
    for (const claimer of Array.from(this.#waiting)) {
      if (isEmpty) claimer.tried = true;
      if (claimer.expired) this.#expire(claimer);
    }
    if (isEmpty) void this.#block(dueInMs);
  }

  /** Tells as many as were asked for that Redis did not answer. */
  fail(asked: number, error: Error): void {
    this.#asked -= asked;
    if (asked > 0) this.record.failed(error);
    let left = asked;
    for (const claimer of Array.from(this.#waiting)) {
      if (left === 0) return;
      const count = Math.min(left, claimer.wanted);
      left -= count;
      this.#unserve(claimer, count, error);
    }
  }

  /** Ends every wait. */
  close(error: Error): void {
    this.wakeUp.close();
    for (const claimer of Array.from(this.#waiting)) this.#unserve(claimer, claimer.wanted, error);
  }

  #want(claimer: Claimer, count: number): void {
    if (this.#waiting.size === 0) this.record.begin();
    claimer.wanted += count;
    this.#total += count;
    this.#waiting.add(claimer);
    this.onDemand();
  }

  #hand(spec: TaskSpec): void {
    for (const claimer of this.#waiting) {
      if (claimer.wanted === 1) this.#waiting.delete(claimer);
      this.#total -= 1;
      return claimer.claimed(spec);
    }
    this.giveBack(spec);
  }

  #unserve(claimer: Claimer, count: number, error?: unknown): void {
    if (claimer.wanted === count) this.#waiting.delete(claimer);
    this.#total -= count;
    claimer.unserved(count, error);
  }

  #drop(claimer: Claimer): void {
    if (this.#waiting.delete(claimer)) this.#total -= claimer.wanted;
    claimer.wanted = 0;
  }

  /**
   * A wait ends with "nothing there" only after Redis said so, and not while it is being asked on its behalf: the answer
   * would be a claim that nobody wants, and the task would be gone for as long as giving it back takes.
   */
  #expire(claimer: Claimer): void {
    if (!this.#waiting.has(claimer)) return;
    const isAskedFor = this.#asked - this.#askedAhead > this.#total - claimer.wanted;
    if (claimer.tried && !isAskedFor) return this.#unserve(claimer, claimer.wanted);
    claimer.expired = true;
    if (isAskedFor) return;
    this.#mustAsk = true;
    this.onDemand();
  }

  #abort(signal: AbortSignal): void {
    for (const claimer of this.#waiting) {
      if (claimer.signal === signal) this.#unserve(claimer, claimer.wanted, signal.reason);
    }
  }

  async #block(dueInMs: number): Promise<void> {
    if (this.#blocked) return;
    this.#blocked = true;
    await this.wakeUp.wait(dueInMs);
    this.#blocked = false;
    this.onWake();
    // What was on its way when the marker came may have looked too early, so somebody has to look again.
    this.#mustAsk = !this.#hasClaimedAhead && this.wanted <= 0;
    this.#hasClaimedAhead = false;
    this.onDemand();
  }
}
