/** What has a deadline, and stands in a line. */
export interface Timed {
  /** When its time is over, as `performance.now()` counts. */
  deadline: number;
  /** Its neighbours in the line. */
  before: Timed | undefined;
  behind: Timed | undefined;
  /** Is called when its time is over. It must leave its line then. */
  late(): void;
  /** Is called when it ends before its time. It must leave its line then. */
  reject(error: Error): void;
}

const longestMs = 2 ** 31 - 1;

/** Tells things when their time is over. Those of one length stand in one line and share a timer. */
export class Timeouts {
  readonly #lines = new Map<number | undefined, TimeoutLine>();

  /** Puts a thing in line. As long as it stands there it keeps the process alive, unless it has no deadline. */
  add(timed: Timed, timeoutMs?: number): TimeoutLine {
    let line = this.#lines.get(timeoutMs);
    if (line === undefined) {
      line = new TimeoutLine(timeoutMs, () => this.#lines.delete(timeoutMs));
      this.#lines.set(timeoutMs, line);
    }
    line.add(timed);
    return line;
  }

  /** Ends everything at once. */
  close(error: Error): void {
    for (const line of this.#lines.values()) line.close(error);
  }
}

/**
 * Things in the order of their deadlines, with one timer for the first: one for each would cost more than a task. They
 * are linked to each other, so that any of them leaves without a trace.
 */
export class TimeoutLine {
  /** How long things stand here, in milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly #whenEmpty: () => void;
  #first: Timed | undefined;
  #last: Timed | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number | undefined, whenEmpty: () => void) {
    this.timeoutMs = timeoutMs;
    this.#whenEmpty = whenEmpty;
  }

  add(timed: Timed): void {
    const last = this.#last;
    this.#last = timed;
    timed.before = last;
    if (last === undefined) this.#first = timed;
    else last.behind = timed;
    if (this.timeoutMs === undefined) return;
    timed.deadline = performance.now() + this.timeoutMs;
    if (this.#timer === undefined) this.#setTimer(this.timeoutMs);
  }

  /** Takes a thing out; the second call changes nothing. */
  leave(timed: Timed): void {
    const { before, behind } = timed;
    if (before === undefined && this.#first !== timed) return;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    timed.before = timed.behind = undefined;
    if (this.#first !== undefined) return;
    clearTimeout(this.#timer);
    this.#whenEmpty();
  }

  close(error: Error): void {
    for (let timed = this.#first; timed !== undefined; timed = this.#first) timed.reject(error);
  }

  #setTimer(delayMs: number): void {
    this.#timer = setTimeout(() => this.#ring(), Math.min(delayMs, longestMs));
  }

  #ring(): void {
    const now = performance.now();
    for (let timed = this.#first; timed !== undefined; timed = this.#first) {
      if (timed.deadline > now) return this.#setTimer(timed.deadline - now);
      timed.late();
    }
  }
}
