import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connection/connection.ts';
import type { RedisClient } from '../connection/redis-client.ts';

/** The longest wait in Redis. */
export const longestBlockMs = 5_000;

const marginMs = 2_000;

/** The longest that a wait lasts, until it is given up. */
export const longestWaitMs = longestBlockMs + marginMs;

const pauseMs = 500;

/**
 * Waits in Redis until something may be there to claim. A wake-up is only a hint: the wait is bounded, so a lost one
 * costs time and nothing else, and a client that fails or does not answer by its own deadline is replaced, after a pause.
 */
export class WakeUp {
  readonly #connection: Connection;
  readonly #marker: string;
  #client: RedisClient | undefined;
  /** The client of the read that is under way. */
  #reading: RedisClient | undefined;
  /** Ends when what was sent behind the read is answered; never rejects. */
  #behind: Promise<void> | undefined;
  #failBehind: ((error: Error) => void) | undefined;
  #giveUp: (() => void) | undefined;
  #closed = false;

  /** Opens its client at the first wait. */
  constructor(connection: Connection, marker: string) {
    this.#connection = connection;
    this.#marker = marker;
  }

  /** Whether a read is under way and nothing stands behind it. */
  get isOpenBehind(): boolean {
    return this.#reading !== undefined && this.#behind === undefined;
  }

  /** Sends a command behind the read that is under way: Redis runs it when the read ends, and the wait lasts as long. */
  sendBehind<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#failBehind = reject; // nothing waits for what only the client can settle
      this.#behind = command(this.#reading as RedisClient).then(resolve, reject);
    });
  }

  /** Resolves when a marker was pushed, when `dueInMs` passed (no more than five seconds), or when the client failed. */
  async wait(dueInMs: number): Promise<void> {
    if (this.#closed) return;
    const blockMs = Math.max(1, Math.min(longestBlockMs, dueInMs < 0 ? longestBlockMs : dueInMs));
    const client = (this.#client ??= this.#connection.open({
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
    }));
    const read = client.blpop(this.#marker, blockMs / 1_000).then(() => this.#behind);
    this.#reading = client;
    const answered = await this.#withDeadline(read, blockMs + marginMs);
    this.#reading = undefined;
    this.#behind = undefined;
    if (answered) return;
    this.#replace(client);
    this.#failBehind?.(new Error('the read before it was not answered'));
    await sleep(Math.min(blockMs, pauseMs), undefined, { ref: false });
  }

  /** Ends a wait that is under way. */
  close(): void {
    this.#closed = true;
    if (this.#client) this.#replace(this.#client);
    this.#giveUp?.(); // whatever becomes of the read, nothing waits for it any more
  }

  #replace(client: RedisClient): void {
    this.#connection.drop(client);
    if (this.#client === client) this.#client = undefined;
  }

  /** Tells whether a read answered in time; how it failed does not matter here. */
  #withDeadline(read: Promise<unknown>, deadlineMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (answered: boolean): void => {
        clearTimeout(timer);
        resolve(answered);
      };
      const timer = setTimeout(end, deadlineMs, false);
      const giveUp = (): void => end(false); // named first: why, says `sendCommand`
      this.#giveUp = giveUp;
      read.then(
        () => end(true),
        () => end(false),
      );
    });
  }
}
