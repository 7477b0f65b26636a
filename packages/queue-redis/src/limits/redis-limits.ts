import { checkLimits, type ClaimLimits, type QueueLimits } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { backlogKey, limitsKey } from '../keys.ts';
import { setLimitsScript } from '../scripts/set-limits.ts';

/** The limits of a queue in Redis, which every claim keeps. */
export class RedisLimits implements QueueLimits {
  readonly #connection: Connection;
  readonly #tag: string;

  /** Asks nothing yet. */
  constructor(connection: Connection, tag: string) {
    this.#connection = connection;
    this.#tag = tag;
  }

  /** Puts these limits in the place of those before. */
  async set(limits: ClaimLimits): Promise<void> {
    const { concurrency = '', rate, raiseAfterMs = '', backlog } = checkLimits(limits);
    const ofBacklog = backlog === undefined ? ['', ''] : [backlog.count, backlog.waitMs ?? 0];
    const args = [concurrency, rate?.count ?? '', rate?.perMs ?? '', raiseAfterMs, ...ofBacklog].map(String);
    await runScript(this.#connection, setLimitsScript, this.#tag, args);
  }

  /** Gives the limits. */
  async get(): Promise<ClaimLimits> {
    const read = await this.#connection.ask((client) =>
      client.hmget(limitsKey(this.#tag), 'concurrency', 'count', 'per', 'raise'),
    );
    const [concurrency, count, perMs, raiseAfterMs] = read;
    const [backlog, waitMs] = await this.#connection.ask((client) =>
      client.hmget(backlogKey(this.#tag), 'count', 'wait'),
    );
    return {
      ...(concurrency && { concurrency: Number(concurrency) }),
      ...(count && { rate: { count: Number(count), perMs: Number(perMs) } }),
      ...(backlog && { backlog: { count: Number(backlog), ...(waitMs !== '0' && { waitMs: Number(waitMs) }) } }),
      ...(raiseAfterMs && { raiseAfterMs: Number(raiseAfterMs) }),
    };
  }
}
