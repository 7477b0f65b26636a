import type { QueueRedisError } from '../errors.ts';
import type { RedisClient } from './redis-client.ts';

/** What a lane needs to know of its connection. */
interface LaneSettings {
  /** Opens the client of the lane. */
  readonly open: () => RedisClient;
  /** Ends a client that stopped answering; undefined for one that belongs to the user, and is never replaced. */
  readonly drop: ((client: RedisClient) => void) | undefined;
  /** Finds out whether somebody is still there. */
  readonly look: (client: RedisClient) => Promise<unknown>;
  readonly explain: (error: unknown) => QueueRedisError;
  readonly commandTimeoutMs: number;
}

/** How long a lane may be silent at the most before it looks whether anybody is still there. */
const longestIdleMs = 4_000;

/**
 * One client for commands that do not block, and their deadlines. A client that stops answering is replaced, not
 * repaired, with all that it still holds: sent later, a claim would be answered to nobody. Lanes do not wait for each
 * other, so that a settle never stands behind a large enqueue.
 */
export class CommandLane {
  readonly #settings: LaneSettings;
  readonly #idleMs: number;
  readonly #asking = new Set<(error: Error) => void>();
  #client: RedisClient | undefined;
  #answeredAt = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #closed: Error | undefined;

  /** Opens its client at the first command. */
  constructor(settings: LaneSettings) {
    this.#settings = settings;
    this.#idleMs = Math.min(longestIdleMs, settings.commandTimeoutMs);
  }

  /**
   * Runs a command, and gives its answer.
   *
   * @throws QueueRedisError, or the error that the lane was closed with.
   */
  ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    // One promise for all of it: each costs a busy worker more than what is done between them.
    return new Promise((resolve, reject) => {
      if (this.#closed) throw this.#closed;
      const { explain, commandTimeoutMs } = this.#settings;
      const client = (this.#client ??= this.#open());
      const end = (): void => {
        clearTimeout(timer);
        this.#asking.delete(fail);
      };
      const fail = (error: unknown): void => {
        end();
        reject(this.#closed ?? explain(error));
      };
      const timer = setTimeout(() => {
        fail(new Error(`no answer in ${commandTimeoutMs} ms`));
        this.#replace(client);
      }, commandTimeoutMs);
      this.#asking.add(fail);
      const answered = (answer: T): void => {
        end();
        this.#answeredAt = performance.now();
        resolve(answer);
      };
      try {
        command(client).then(answered, fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Whoever still waits for an answer hears the error. */
  close(error: Error): void {
    this.#closed = error;
    clearInterval(this.#idleTimer);
    for (const end of this.#asking) end(error);
  }

  #open(): RedisClient {
    const { open, drop } = this.#settings;
    if (drop) this.#idleTimer ??= setInterval(() => this.#lookWhereIdle(), this.#idleMs).unref();
    return open();
  }

  /** Finds out that an idle connection is half open before somebody needs it. */
  #lookWhereIdle(): void {
    const isIdle = this.#asking.size === 0 && performance.now() - this.#answeredAt >= this.#idleMs;
    if (this.#client && isIdle) this.ask(this.#settings.look).catch(() => undefined); // it was replaced
  }

  #replace(client: RedisClient): void {
    const { drop } = this.#settings;
    if (this.#client !== client || !drop) return;
    this.#client = undefined;
    drop(client);
  }
}
