/** What has a deadline. */
export interface Timed {
  /** When its time is over, as `performance.now()` counts. */
  deadline: number;
  /** Is called when its time is over. It must leave its line then. */
  late(): void;
}

const longestMs = 2 ** 31 - 1;

/** Tells things when their time is over. Those of one length stand in one line and share a timer. */
export class Timeouts {
  readonly #lines = new Map<number, TimeoutLine>();

  /** Puts a thing in line. As long as it stands there it keeps the process alive. */
  add(timed: Timed, timeoutMs: number): TimeoutLine {
    let line = this.#lines.get(timeoutMs);
    if (line === undefined) {
      line = new TimeoutLine(() => this.#lines.delete(timeoutMs));
      this.#lines.set(timeoutMs, line);
    }
    timed.deadline = performance.now() + timeoutMs;
    line.add(timed);
    return line;
  }
}

/** Things in the order of their deadlines, with one timer for the first: one for each would cost more than a task. */
export class TimeoutLine {
  readonly #things = new Set<Timed>();
  readonly #whenEmpty: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(whenEmpty: () => void) {
    this.#whenEmpty = whenEmpty;
  }

  add(timed: Timed): void {
    this.#things.add(timed);
    if (this.#timer === undefined) this.#setTimer(timed.deadline - performance.now());
  }

  leave(timed: Timed): void {
    if (!this.#things.delete(timed) || this.#things.size > 0) return;
    clearTimeout(this.#timer);
    this.#whenEmpty();
  }

  #setTimer(delayMs: number): void {
    this.#timer = setTimeout(() => this.#ring(), Math.min(delayMs, longestMs));
  }

  #ring(): void {
    const now = performance.now();
    for (const timed of this.#things) {
      if (timed.deadline > now) return this.#setTimer(timed.deadline - now);
      timed.late();
    }
  }
}
