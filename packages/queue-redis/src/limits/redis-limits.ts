import { checkLimits, type ClaimLimits, type KeyLimits, type QueueLimits, type RateLimit } from '@graflow/taskspec';
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
    const { concurrency, rate, raiseAfterMs = '', perKey, backlog } = checkLimits(limits);
    const ofBacklog = backlog === undefined ? ['', ''] : [backlog.count, backlog.waitMs ?? 0];
    const ofKeys = startsOf(perKey?.concurrency, perKey?.rate);
    const args = [...startsOf(concurrency, rate), raiseAfterMs, ...ofKeys, ...ofBacklog].map(String);
    await runScript(this.#connection, setLimitsScript, this.#tag, args);
  }

  /** Gives the limits. */
  async get(): Promise<ClaimLimits> {
    const read = await this.#connection.ask((client) => client.hmget(limitsKey(this.#tag), ...fields));
    const [concurrency, count, perMs, raiseAfterMs, keyConcurrency, keyCount, keyPerMs] = read;
    const perKey = limitsOf(keyConcurrency, keyCount, keyPerMs);
    const [backlog, waitMs] = await this.#connection.ask((client) =>
      client.hmget(backlogKey(this.#tag), 'count', 'wait'),
    );
    return {
      ...limitsOf(concurrency, count, perMs),
      ...(hasAny(perKey) && { perKey }),
      ...(backlog && { backlog: { count: Number(backlog), ...(waitMs !== '0' && { waitMs: Number(waitMs) }) } }),
      ...(raiseAfterMs && { raiseAfterMs: Number(raiseAfterMs) }),
    };
  }
}

const fields = ['concurrency', 'count', 'per', 'raise', 'key-concurrency', 'key-count', 'key-per'] as const;

const hasAny = (limits: KeyLimits): boolean => Object.keys(limits).length > 0;

const startsOf = (concurrency?: number, rate?: RateLimit): readonly (number | string)[] => [
  concurrency ?? '',
  rate?.count ?? '',
  rate?.perMs ?? '',
];

type Stored = string | null | undefined;

const limitsOf = (concurrency: Stored, count: Stored, perMs: Stored): KeyLimits => ({
  ...(concurrency && { concurrency: Number(concurrency) }),
  ...(count && { rate: { count: Number(count), perMs: Number(perMs) } }),
});
