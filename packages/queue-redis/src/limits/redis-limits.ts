import {
  type BacklogLimit,
  checkLimits,
  type ClaimLimits,
  type DeadLettersLimit,
  type KeyLimits,
  type QueueLimits,
  type RateLimit,
} from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { backlogKey, keptKey, limitsKey } from '../keys.ts';
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
    const {
      concurrency,
      rate,
      raiseAfterMs = '',
      perKey,
      backlog = {},
      results,
      deadLetters = {},
    } = checkLimits(limits);
    const ofBacklog = [backlog.count ?? '', backlog.bytes ?? '', backlog.waitMs ?? 0, backlog.whenFull ?? ''];
    const ofLetters = [deadLetters.count ?? '', deadLetters.ageMs ?? '', deadLetters.bytes ?? ''];
    const ofKeys = startsOf(perKey?.concurrency, perKey?.rate);
    const args = [
      ...startsOf(concurrency, rate),
      raiseAfterMs,
      ...ofKeys,
      ...ofLetters,
      ...ofBacklog,
      results?.bytes ?? '',
    ];
    await runScript(this.#connection, setLimitsScript, this.#tag, args.map(String));
  }

  /** Gives the limits. */
  async get(): Promise<ClaimLimits> {
    const [ofClaims, ofBacklog, resultBytes] = await Promise.all([
      this.#connection.ask((client) => client.hmget(limitsKey(this.#tag), ...fields)),
      this.#connection.ask((client) => client.hmget(backlogKey(this.#tag), 'count', 'bytes', 'wait', 'full')),
      this.#connection.ask((client) => client.hget(keptKey(this.#tag), 'most')),
    ]);
    const [concurrency, count, perMs, raiseAfterMs, keyConcurrency, keyCount, keyPerMs, ...ofLetters] = ofClaims;
    const perKey = limitsOf(keyConcurrency, keyCount, keyPerMs);
    const deadLetters = lettersOf(ofLetters);
    const backlog = backlogOf(ofBacklog);
    return {
      ...limitsOf(concurrency, count, perMs),
      ...(hasAny(perKey) && { perKey }),
      ...(hasAny(backlog) && { backlog }),
      ...(resultBytes && { results: { bytes: Number(resultBytes) } }),
      ...(hasAny(deadLetters) && { deadLetters }),
      ...(raiseAfterMs && { raiseAfterMs: Number(raiseAfterMs) }),
    };
  }
}

/** What of `:lim` concerns claims, then what concerns dead letters. */
const fields = [
  'concurrency',
  'count',
  'per',
  'raise',
  'key-concurrency',
  'key-count',
  'key-per',
  'dead-count',
  'dead-age',
  'dead-bytes',
] as const;

const backlogOf = ([count, bytes, waitMs, whenFull]: readonly Stored[]): BacklogLimit => ({
  ...(count && { count: Number(count) }),
  ...(bytes && { bytes: Number(bytes) }),
  ...(waitMs && waitMs !== '0' && { waitMs: Number(waitMs) }),
  ...(whenFull && { whenFull: whenFull as NonNullable<BacklogLimit['whenFull']> }),
});

/** Reads the limits of dead letters as they are stored. */
export const lettersOf = ([count, ageMs, bytes]: readonly Stored[]): DeadLettersLimit => ({
  ...(count && { count: Number(count) }),
  ...(ageMs && { ageMs: Number(ageMs) }),
  ...(bytes && { bytes: Number(bytes) }),
});

const hasAny = (limits: object): boolean => Object.keys(limits).length > 0;

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
