import type { DequeueOptions, IntakeListener, IntakeOptions, TaskSpec } from '@graflow/taskspec';
import type { Claimers } from '../claiming/claimers.ts';
import { SignalWatch } from '../claiming/signal-watch.ts';
import type { Source } from './source.ts';
import { Turn } from './turn.ts';
import { WaitingInTurn } from './waiting-in-turn.ts';

const failingPauseMs = 500;

/** What the claimers of several partitions need of their queue. */
export interface InTurnOptions {
  /** Takes a task back whose claimer went away. */
  readonly giveBack: (spec: TaskSpec) => void;
  /** Called with a partition that was found empty, or that woke somebody. */
  readonly onQuiet: (partition: number) => void;
  /** Whether partitions are on servers of their own, so that one may fail alone. */
  readonly areApart: boolean;
}

/**
 * Those who wait for tasks of several partitions, first come, first served. What is wanted in one tick is asked of one
 * partition, in the next tick of the next one; what it does not have is asked of the others. Partitions that are known to be
 * empty are asked again when they wake.
 */
export class ClaimersInTurn {
  readonly #sources: readonly Source[];
  readonly #partitions: readonly Claimers[];
  readonly #options: InTurnOptions;
  readonly #waiting = new Set<WaitingInTurn>();
  readonly #signals = new SignalWatch((signal) => this.#abort(signal));
  #total = 0;
  #asked = 0;
  readonly #turn: Turn;
  /** Counts what happens, to tell whether somebody began to wait before a partition was asked. */
  #count = 0;

  /** Asks nothing yet. */
  constructor(partitions: readonly Claimers[], options: InTurnOptions) {
    this.#partitions = partitions;
    this.#options = options;
    this.#turn = new Turn(partitions.length);
    this.#sources = partitions.map((claimers, partition) => this.#sourceOf(claimers, partition));
  }

  /** Waits for a task. */
  next({ waitMs, signal }: DequeueOptions): Promise<TaskSpec | undefined> {
    signal?.throwIfAborted();
    if (signal) this.#signals.watch(signal);
    return new Promise((resolve, reject) => {
      const unserved = (_count: number, error?: unknown): void =>
        error === undefined ? resolve(undefined) : reject(error);
      const claimer = new WaitingInTurn({ claimed: resolve, unserved }, false, signal);
      this.#want(claimer, 1);
      if (waitMs !== undefined) claimer.startTimer(waitMs, () => this.#expire(claimer));
    });
  }

  /** Lets somebody wait for as many tasks as it wants, until it withdraws. */
  open(listener: IntakeListener, { untilEmpty = false }: IntakeOptions) {
    const claimer = new WaitingInTurn(listener, !untilEmpty);
    return {
      want: (count: number): void => {
        this.#want(claimer, count);
        if (untilEmpty) this.#expire(claimer);
      },
      withdraw: (): void => {
        if (this.#waiting.delete(claimer)) this.#total -= claimer.wanted;
        claimer.wanted = 0;
      },
    };
  }

  /** Ends every wait. */
  close(error: Error): void {
    for (const claimers of this.#partitions) claimers.close(error);
    for (const claimer of Array.from(this.#waiting)) this.#unserve(claimer, claimer.wanted, error);
  }

  #sourceOf(claimers: Claimers, partition: number): Source {
    const listener: IntakeListener = {
      claimed: (spec) => this.#claimed(partition, spec),
      unserved: (count, error) => this.#unserved(partition, count, error),
    };
    claimers.onWake = () => this.#wake(partition);
    const { want } = claimers.open(listener, { untilEmpty: true });
    return { want, asked: 0, askedAt: 0, isQuiet: false, isFailing: false };
  }

  #want(claimer: WaitingInTurn, count: number): void {
    claimer.wanted += count;
    claimer.begunAt = this.#count += 1;
    claimer.triedIn.clear();
    this.#total += count;
    this.#waiting.add(claimer);
    this.#ask();
  }

  /** Asks the partition whose turn it is for all that no other one is asked for. */
  #ask(): void {
    const count = this.#total - this.#asked;
    const partition = count > 0 ? this.#next() : undefined;
    if (partition === undefined) return;
    const source = this.#sources[partition] as Source;
    source.asked += count;
    source.askedAt = this.#count += 1;
    this.#asked += count;
    this.#turn.moveBehind(partition);
    source.want(count);
  }

  #next(): number | undefined {
    const inTurn = this.#turn.order();
    const loud = inTurn.find((partition) => this.#sources[partition]?.isQuiet === false);
    return loud ?? inTurn.find((partition) => this.#mustTry(partition));
  }

  /** Somebody's time is over, and this partition was not asked for it. */
  #mustTry(partition: number): boolean {
    if (this.#sources[partition]?.asked !== 0) return false;
    for (const { expired, triedIn } of this.#waiting) if (expired && !triedIn.has(partition)) return true;
    return false;
  }

  #claimed(partition: number, spec: TaskSpec): void {
    const source = this.#sources[partition] as Source;
    source.asked -= 1;
    source.isFailing = false;
    this.#asked -= 1;
    for (const claimer of this.#waiting) {
      if (claimer.wanted === 1) this.#waiting.delete(claimer);
      this.#total -= 1;
      return claimer.claimed(spec);
    }
    this.#options.giveBack(spec);
  }

  #unserved(partition: number, count: number, error?: unknown): void {
    const source = this.#sources[partition] as Source;
    source.asked -= count;
    this.#asked -= count;
    source.isQuiet = true;
    source.isFailing = error !== undefined;
    for (const claimer of this.#waiting) if (claimer.begunAt < source.askedAt) claimer.triedIn.add(partition);
    if (error === undefined) this.#options.onQuiet(partition);
    else this.#fail(partition, count, error);
    for (const claimer of Array.from(this.#waiting)) if (claimer.expired) this.#expire(claimer);
    this.#ask();
  }

  /** Where one server fails alone the others have tasks; it is asked again soon. */
  #fail(partition: number, count: number, error: unknown): void {
    setTimeout(() => this.#wake(partition), failingPauseMs).unref();
    if (this.#options.areApart && !this.#sources.every(({ isFailing }) => isFailing)) return;
    let left = count;
    for (const claimer of Array.from(this.#waiting)) {
      const part = Math.min(left, claimer.wanted);
      left -= part;
      if (part > 0) this.#unserve(claimer, part, error);
    }
  }

  #wake(partition: number): void {
    (this.#sources[partition] as Source).isQuiet = false;
    this.#options.onQuiet(partition);
    this.#ask();
  }

  #unserve(claimer: WaitingInTurn, count: number, error?: unknown): void {
    if (claimer.wanted === count) this.#waiting.delete(claimer);
    this.#total -= count;
    claimer.unserved(count, error);
  }

  /** A wait ends with "nothing there" only after each partition said so, and while none is asked on its behalf. */
  #expire(claimer: WaitingInTurn): void {
    if (!this.#waiting.has(claimer)) return;
    claimer.expired = true;
    const isAskedFor = this.#asked > this.#total - claimer.wanted;
    const isTried = claimer.triedIn.size === this.#sources.length;
    if (isTried && !isAskedFor) this.#unserve(claimer, claimer.wanted);
    else this.#ask();
  }

  #abort(signal: AbortSignal): void {
    for (const claimer of this.#waiting)
      if (claimer.signal === signal) this.#unserve(claimer, claimer.wanted, signal.reason);
  }
}
