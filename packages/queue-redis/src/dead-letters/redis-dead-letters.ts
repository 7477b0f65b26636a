import {
  type DeadLetter,
  type DeadLetterPage,
  deadLetterPage,
  type DeadLetters,
  decodeOutcome,
  distinctTaskIds,
  headerPeekBytes,
  type Outcome,
  peekHeader,
} from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript, type Script } from '../connection/script.ts';
import { entryOf } from '../enqueueing/prepared-task.ts';
import { recordFacts } from '../enqueueing/record-facts.ts';
import { deadKey, deadReasonsKey, recordKey } from '../keys.ts';
import { discardScript } from '../scripts/discard.ts';
import { replayScript } from '../scripts/replay.ts';

/** The most tasks that are read, and that one call of a script takes. */
const perStep = 100;

/** The dead letters of one queue, from any process. */
export class RedisDeadLetters implements DeadLetters {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #refuseClosed: () => void;

  /** @param refuseClosed - throws where the queue is closed */
  constructor(connection: Connection, tag: string, refuseClosed: () => void) {
    this.#connection = connection;
    this.#tag = tag;
    this.#refuseClosed = refuseClosed;
  }

  async list(page?: DeadLetterPage): Promise<readonly DeadLetter[]> {
    const { limit, offset } = deadLetterPage(page);
    this.#refuseClosed();
    const range = await this.#connection.ask((client) =>
      client.zrevrange(deadKey(this.#tag), offset, offset + limit - 1, 'WITHSCORES'),
    );
    const ids = range.filter((_, index) => index % 2 === 0);
    if (ids.length === 0) return [];
    const reasons = await this.#connection.ask((client) => client.hmget(deadReasonsKey(this.#tag), ...ids));
    const names = await this.#peek(ids);
    return ids.flatMap((taskId, index) => {
      const outcome = reasons[index] ? outcomeIn(reasons[index]) : undefined; // none: it was replayed just now
      if (outcome === undefined || outcome.ok) return [];
      const { reason, attempt } = outcome;
      return [{ taskId, name: names[index]?.name, reason, attempt, diedAt: Number(range[2 * index + 1]) }];
    });
  }

  count(): Promise<number> {
    return this.#asked(() => this.#connection.ask((client) => client.zcard(deadKey(this.#tag))));
  }

  replay(taskIds: string | readonly string[]): Promise<number> {
    return this.#inSteps(replayScript, taskIds, async (ids) => {
      const headers = await this.#peek(ids);
      return ids.map((taskId, index) => {
        const { priority, limitKey = '' } = headers[index]?.options ?? {};
        return [entryOf(taskId, priority), limitKey];
      });
    });
  }

  discard(taskIds: string | readonly string[]): Promise<number> {
    return this.#inSteps(discardScript, taskIds, async (ids) => {
      const times = await this.#connection.ask((client) => client.zmscore(deadKey(this.#tag), ...ids));
      const keys = ids.map((taskId) => recordKey(this.#tag, taskId));
      const records = await this.#connection.ask((client) => client.mgetBuffer(keys));
      return ids.map((taskId, index) => {
        const { hashes } = recordFacts(records[index] ?? Buffer.alloc(0));
        return [taskId, times[index] ?? '', hashes];
      });
    });
  }

  /** Reads the headers only: arguments may be large. */
  #peek(ids: readonly string[]) {
    return Promise.all(
      ids.map(async (taskId) => {
        const key = recordKey(this.#tag, taskId);
        const head = await this.#connection.ask((client) => client.getrangeBuffer(key, 0, headerPeekBytes - 1));
        return peekHeader(head);
      }),
    );
  }

  #inSteps(
    script: Script,
    taskIds: string | readonly string[],
    argumentsOf: (ids: readonly string[]) => Promise<readonly (readonly ScriptArgument[])[]>,
  ): Promise<number> {
    return this.#asked(async () => {
      const ids = distinctTaskIds(taskIds);
      let count = 0;
      for (let start = 0; start < ids.length; start += perStep) {
        const each = await argumentsOf(ids.slice(start, start + perStep));
        count += Number(await runScript(this.#connection, script, this.#tag, [each.length, ...each.flat()]));
      }
      return count;
    });
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    return ask();
  }
}

function outcomeIn(text: string): Outcome | undefined {
  try {
    return decodeOutcome(text);
  } catch {
    return undefined;
  }
}
