import { setMaxListeners } from 'node:events';
import { type Outcome, resultTimeout, type ResultOptions } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { readStoredOutcome } from '../claiming/taken-values.ts';
import { runScript } from '../connection/script.ts';
import { doneChannel } from '../keys.ts';
import { readOutcomesScript } from '../scripts/read-outcomes.ts';
import { Subscription } from './subscription.ts';
import { timerMs } from '../leases/timer-ms.ts';

interface Waiting {
  readonly promise: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  waiters: number;
}

const rereadMs = 5_000;
const separator = '\u001e';

/**
 * Waits for outcomes: subscribe, then read, then wait, so that no message falls between; and read again every five
 * seconds, because a lost message may cost time but never the outcome. What is asked for in one tick is read at once.
 */
export class OutcomeWaiter {
  readonly #waiting = new Map<string, Waiting>();
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #subscription: Subscription;
  #timer: NodeJS.Timeout | undefined;
  #unread = new Set<string>();

  /** Opens its client at the first wait. */
  constructor(connection: Connection, tag: string) {
    this.#connection = connection;
    this.#tag = tag;
    const readAll = (): void => this.#readLater(this.#waiting.keys());
    const hear = (message: string): void => this.#hear(message);
    this.#subscription = new Subscription(connection, doneChannel(tag), hear, readAll);
  }

  /**
   * Gives the outcome of a task as soon as it has one.
   *
   * @throws TaskSpecError `GRAFLOW_RESULT_TIMEOUT`, or the signal's reason.
   */
  async outcomeOf(taskId: string, { timeoutMs = 60_000, signal }: ResultOptions): Promise<Outcome> {
    signal?.throwIfAborted();
    const waiting = this.#waiting.get(taskId) ?? this.#begin(taskId);
    waiting.waiters += 1;
    const limit = limited(taskId, timeoutMs, signal);
    try {
      return await Promise.race([waiting.promise, limit.reached]);
    } finally {
      limit.clear();
      waiting.waiters -= 1;
      if (waiting.waiters === 0) this.#end(taskId, waiting);
    }
  }

  /** Ends every wait with the given error. */
  close(error: Error): void {
    clearInterval(this.#timer);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  #begin(taskId: string): Waiting {
    const { promise, resolve, reject } = promiseParts<Outcome>();
    const waiting: Waiting = { promise, resolve, reject, waiters: 0 };
    promise.catch(() => undefined); // whoever waits hears it; nobody may be waiting any more
    this.#waiting.set(taskId, waiting);
    this.#timer ??= setInterval(() => this.#lookAgain(), rereadMs);
    const read = (): void => this.#readLater([taskId]);
    this.#subscription.listen().then(read, read); // where Redis refuses to tell, the timer asks
    return waiting;
  }

  #end(taskId: string, waiting: Waiting): void {
    if (this.#waiting.get(taskId) === waiting) this.#waiting.delete(taskId);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #lookAgain(): void {
    this.#readLater(this.#waiting.keys());
    void this.#subscription.look();
  }

  /** A message is a list of ids; a small outcome may follow its id on the next lines. */
  #hear(message: string): void {
    for (const part of message.split(separator)) {
      const idEnd = part.indexOf('\n');
      if (idEnd < 0) this.#readLater([part]);
      else this.#tell(part.slice(0, idEnd), part.slice(idEnd + 1));
    }
  }

  #readLater(taskIds: Iterable<string>): void {
    const before = this.#unread.size;
    for (const taskId of taskIds) if (this.#waiting.has(taskId)) this.#unread.add(taskId);
    if (before === 0 && this.#unread.size > 0) setImmediate(() => void this.#read());
  }

  async #read(): Promise<void> {
    const taskIds = [...this.#unread];
    this.#unread = new Set();
    const reply = await runScript(this.#connection, readOutcomesScript, this.#tag, taskIds).catch(() => []); // the timer reads again
    (reply as readonly (Buffer | null)[]).forEach((text, index) => {
      if (text !== null) this.#tell(taskIds[index] ?? '', String(text));
    });
  }

  #tell(taskId: string, text: string): void {
    const waiting = this.#waiting.get(taskId);
    try {
      waiting?.resolve(readStoredOutcome(text));
    } catch (error) {
      waiting?.reject(error);
    }
  }
}

function limited(taskId: string, timeoutMs: number, signal: AbortSignal | undefined) {
  const { promise, reject } = promiseParts<never>();
  promise.catch(() => undefined);
  const timer = setTimeout(() => reject(resultTimeout(taskId, timeoutMs)), timerMs(timeoutMs));
  const abort = (): void => reject(signal?.reason);
  if (signal) setMaxListeners(0, signal); // many may wait with one signal
  signal?.addEventListener('abort', abort);
  return {
    reached: promise,
    clear: (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function promiseParts<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  return { promise, resolve, reject };
}
