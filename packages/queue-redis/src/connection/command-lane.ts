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

/** A command that is not answered yet. */
interface Asked {
  readonly client: RedisClient;
  /** When it is given up, by the clock of this process. */
  readonly deadline: number;
  readonly fail: (error: unknown) => void;
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
  /**
   * The oldest first. Not a `Set`: V8 links each table that a Set has outgrown to the next one, so once one of them is
   * old, the answers that went by in the later ones live until the next full collection.
   */
  readonly #asking: Asked[] = [];
  /** One for all that is asked: a timer for each costs a busy worker more than the command. */
  #lateTimer: NodeJS.Timeout | undefined;
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
      const client = (this.#client ??= this.#open());
      const fail = (error: unknown): void => {
        this.#end(asked);
        reject(this.#closed ?? this.#settings.explain(error));
      };
      const asked: Asked = { client, deadline: performance.now() + this.#settings.commandTimeoutMs, fail };
      this.#asking.push(asked);
      this.#lateTimer ??= this.#failLateIn(this.#settings.commandTimeoutMs);
      const answered = (answer: T): void => {
        this.#end(asked);
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
    clearTimeout(this.#lateTimer);
    while (this.#asking.length > 0) this.#asking[0]?.fail(error); // which takes itself out
  }

  #open(): RedisClient {
    const { open, drop } = this.#settings;
    if (drop) this.#idleTimer ??= setInterval(() => this.#lookWhereIdle(), this.#idleMs).unref();
    return open();
  }

  /** Finds out that an idle connection is half open before somebody needs it. */
  #lookWhereIdle(): void {
    const isIdle = this.#asking.length === 0 && performance.now() - this.#answeredAt >= this.#idleMs;
    if (this.#client && isIdle) this.ask(this.#settings.look).catch(() => undefined); // it was replaced
  }

  #end(asked: Asked): void {
    const place = this.#asking.indexOf(asked); // nearly always the first
    if (place >= 0) this.#asking.splice(place, 1);
  }

  /** Does not keep the process: while something is asked, its connection does. */
  #failLateIn(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#failLate(), delayMs).unref();
  }

  #failLate(): void {
    const now = performance.now();
    let [oldest] = this.#asking;
    while (oldest !== undefined && oldest.deadline <= now) {
      oldest.fail(new Error(`no answer in ${this.#settings.commandTimeoutMs} ms`)); // which takes itself out
      this.#replace(oldest.client);
      [oldest] = this.#asking;
    }
    this.#lateTimer = oldest && this.#failLateIn(Math.max(1, oldest.deadline - now));
  }

  #replace(client: RedisClient): void {
    const { drop } = this.#settings;
    if (this.#client !== client || !drop) return;
    this.#client = undefined;
    drop(client);
  }
}
