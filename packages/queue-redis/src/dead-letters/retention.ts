import { type DeadLettersLimit, usualLetters } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { deadKey, limitsKey } from '../keys.ts';
import { lettersOf } from '../limits/redis-limits.ts';
import { runScript } from '../connection/script.ts';
import { serverTime } from '../connection/server-time.ts';
import { lettersScript } from '../scripts/letters.ts';
import type { RedisDeadLetters } from './redis-dead-letters.ts';

const soonMs = 1_000;
const perLook = 1_000;

/**
 * Throws dead letters away that are too many, too old or too large together, the oldest first. It looks a second after a task
 * was buried here, and with each turn of the auditor, which sees what others buried: a flood goes beyond the limits for as long.
 */
export class Retention {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #letters: Pick<RedisDeadLetters, 'count' | 'discard'>;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Looks at nothing yet. */
  constructor(connection: Connection, tag: string, letters: Pick<RedisDeadLetters, 'count' | 'discard'>) {
    this.#connection = connection;
    this.#tag = tag;
    this.#letters = letters;
  }

  /** Looks a moment later, once however often it is asked for. */
  soon(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.trim().catch(() => undefined); // the auditor looks again
    }, soonMs).unref();
  }

  /** Throws away what is beyond the limits, a thousand at a time. @throws QueueRedisError */
  async trim(): Promise<void> {
    const limits = { ...usualLetters, ...(await this.#limits()) };
    const oldest = (await serverTime(this.#connection)) - limits.ageMs;
    const beyond = (await this.#letters.count()) - (await this.#keptOf(limits));
    const most = Math.min(beyond, perLook);
    const key = deadKey(this.#tag);
    const many = most > 0 ? await this.#connection.ask((client) => client.zrange(key, '0', String(most - 1))) : [];
    const old = await this.#connection.ask((client) => client.zrangebyscore(key, '-inf', oldest, 'LIMIT', 0, perLook));
    const ids = [...new Set([...many, ...old])];
    if (ids.length > 0) await this.#letters.discard(ids);
    if (ids.length >= perLook) this.soon();
  }

  /** Looks at nothing any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #limits(): Promise<DeadLettersLimit> {
    const key = limitsKey(this.#tag);
    return lettersOf(await this.#connection.ask((client) => client.hmget(key, 'dead-count', 'dead-age', 'dead-bytes')));
  }

  /** How many of the newest letters are within the limits of count and bytes. */
  async #keptOf({ count, bytes }: Required<DeadLettersLimit>): Promise<number> {
    let [kept, left] = [0, bytes];
    while (kept < count) {
      const args = [kept, Math.min(perLook, count - kept)];
      const lengths = (await runScript(this.#connection, lettersScript, this.#tag, args)) as readonly number[];
      for (const length of lengths) {
        left -= length;
        if (left < 0) return kept;
        kept += 1;
      }
      if (lengths.length < perLook) break;
    }
    return kept;
  }
}
