import { randomUUID } from 'node:crypto';
import type { Connection } from '../connection/connection.ts';
import type { Retention } from '../dead-letters/retention.ts';
import { runScript } from '../connection/script.ts';
import { auditScript } from '../scripts/audit.ts';

const turnMs = 30_000;
const recordsPerPage = 500;
const pagesPerTurn = 20;

/**
 * Looks again and again, a little at a time, whether each record stands where a claim can find it, and puts back what
 * Redis has lost the place of; and counts anew how many records name each text of code. One worker does it at a time.
 */
export class Auditor {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #queue: string;
  readonly #retention: Pick<Retention, 'trim' | 'close'> | undefined;
  /** Tells its passes from those of others. */
  readonly #pass = randomUUID();
  #cursor = '0';
  #timer: NodeJS.Timeout | undefined;

  /** Starts with `start()`. */
  constructor(connection: Connection, tag: string, queue: string, retention?: Pick<Retention, 'trim' | 'close'>) {
    this.#connection = connection;
    this.#tag = tag;
    this.#queue = queue;
    this.#retention = retention;
  }

  /** Begins; the second call changes nothing. */
  start(): void {
    this.#timer ??= setInterval(
      () => void this.turn().catch(() => undefined),
      turnMs * (0.8 + 0.4 * Math.random()),
    ).unref();
  }

  /**
   * Looks at the next 10,000 records, where nobody else did lately; gives the ids of the tasks that it put back, and warns of
   * them with `GRAFLOW_TASKS_PUT_BACK`.
   *
   * @throws QueueRedisError
   */
  async turn(): Promise<readonly string[]> {
    const putBack: string[] = [];
    let hasTurn = false;
    for (let page = 0; page < pagesPerTurn; page += 1) {
      const args = [this.#cursor, recordsPerPage, page === 0 ? turnMs / 2 : 0, this.#pass];
      const reply = (await runScript(this.#connection, auditScript, this.#tag, args)) as readonly Buffer[];
      const [cursor, ...ids] = reply.map(String);
      if (cursor === undefined) break;
      hasTurn = true;
      this.#cursor = cursor;
      putBack.push(...ids);
      if (cursor === '0') break;
    }
    if (hasTurn) await this.#retention?.trim();
    if (putBack.length > 0) warnOf(putBack, this.#queue);
    return putBack;
  }

  /** Looks at nothing any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#retention?.close();
  }
}

function warnOf(ids: readonly string[], queue: string): void {
  const some = ids.slice(0, 3).join(', ');
  process.emitWarning(
    `${ids.length} tasks of the queue "${queue}" stood nowhere and were put back, among them ${some}. Redis lost ` +
      `a part of what it held: see that nothing is evicted (maxmemory-policy noeviction) or deleted by hand.`,
    { type: 'GraflowWarning', code: 'GRAFLOW_TASKS_PUT_BACK' },
  );
}
