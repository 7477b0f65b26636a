import {
  decodePayload,
  type EventPage,
  type QueueEvent,
  type QueueTransition,
  type ReadEvents,
} from '@graflow/taskspec';

/** What happened; how far a task is stays text until it is read. */
export type Happening =
  | Exclude<QueueTransition, { readonly event: 'task-progress' }>
  | { readonly event: 'task-progress'; readonly attempt: number; readonly text: string | undefined };

interface Kept {
  readonly at: number;
  readonly taskId: string;
  readonly what: Happening;
  readonly characters: number;
}

const mostKept = 10_000;
const mostCharacters = 4 * 1024 * 1024;
const mostPerPage = 1_000;
const heardForMs = 60_000;
const lookEveryMs = 20_000;

/** The newest events of a queue, while somebody listens: each has a number, so that what is gone can be told. */
export class EventLog {
  /** Whether somebody listens, or did a minute ago. */
  isHeard = false;
  readonly #now: () => number;
  readonly #kept = new Map<number, Kept>();
  readonly #waiting = new Set<() => void>();
  #characters = 0;
  #epoch = 0;
  #last = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Records an event. */
  add(taskId: string, what: Happening): void {
    const characters = 100 + JSON.stringify(what).length;
    this.#last += 1;
    this.#kept.set(this.#last, { at: this.#now(), taskId, what, characters });
    this.#characters += characters;
    while (this.#kept.size > mostKept || this.#characters > mostCharacters) this.#drop(this.#first);
    for (const wake of this.#waiting) wake();
  }

  /** Reads what stands behind a position; waits where there is nothing. */
  readonly read: ReadEvents = async (after, signal) => {
    this.#look();
    if (after === undefined) return { events: [], after: `${this.#epoch}-${this.#last}` };
    for (let page = this.#page(after); ; page = this.#page(after)) {
      if (page.events.length > 0 || signal.aborted) return page;
      await this.#next(signal);
      this.#look();
    }
  };

  /** Records nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.isHeard = false;
    this.#kept.clear();
  }

  get #first(): number {
    return this.#last - this.#kept.size + 1;
  }

  #look(): void {
    if (!this.isHeard) [this.#epoch, this.#last, this.#characters] = [Math.max(this.#now(), this.#epoch + 1), 0, 0];
    this.isHeard = true;
    this.#timer ??= setTimeout(() => this.close(), heardForMs).unref();
    this.#timer.refresh();
  }

  #drop(number: number): void {
    this.#characters -= this.#kept.get(number)?.characters ?? 0;
    this.#kept.delete(number);
  }

  #page(after: string): EventPage {
    const [epoch, known = 0] = after.split('-').map(Number);
    const isSame = epoch === this.#epoch;
    const start = isSame ? Math.max(known + 1, this.#first) : this.#first;
    const events: QueueEvent[] = [];
    if (!isSame || start > known + 1) {
      const count = isSame ? start - known - 1 : undefined;
      events.push({ event: 'events-missed', count, position: `${this.#epoch}-${start - 1}`, at: this.#now() });
    }
    for (let number = start; number < start + mostPerPage && number <= this.#last; number += 1) {
      const { at, taskId, what } = this.#kept.get(number) as Kept;
      events.push({ position: `${this.#epoch}-${number}`, at, taskId, ...transitionOf(what) });
    }
    return { events, after: events.at(-1)?.position ?? after };
  }

  /** Ends when something happens, when the signal fires, and after a while, because somebody must go on looking. */
  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, lookEveryMs);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

/** Everybody who reads gets a value of their own. */
function transitionOf(what: Happening): QueueTransition {
  if (what.event !== 'task-progress') return structuredClone(what);
  const { event, attempt, text } = what;
  return { event, attempt, value: text === undefined ? undefined : decodePayload(text) };
}
