import type { QueueStats, TaskControl } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { settingsKey } from '../keys.ts';
import { resumeScript } from '../scripts/resume.ts';
import { statsScript } from '../scripts/stats.ts';

/** The switch of one queue, and its counters: kept in Redis, so they are the same for every process. */
export class RedisControl implements TaskControl {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #refuseClosed: () => void;

  /** @param refuseClosed - throws where the queue is closed */
  constructor(connection: Connection, tag: string, refuseClosed: () => void) {
    this.#connection = connection;
    this.#tag = tag;
    this.#refuseClosed = refuseClosed;
  }

  async pause(): Promise<void> {
    this.#refuseClosed();
    await this.#connection.ask((client) => client.hset(settingsKey(this.#tag), 'paused', '1'));
  }

  async resume(): Promise<void> {
    this.#refuseClosed();
    await runScript(this.#connection, resumeScript, this.#tag, []);
  }

  async stats(): Promise<QueueStats> {
    this.#refuseClosed();
    const counts = (await runScript(this.#connection, statsScript, this.#tag, [])) as readonly number[];
    const [waiting = 0, delayed = 0, heldBack = 0, running = 0, dead = 0, paused] = counts.map(Number);
    return { waiting, delayed, heldBack, running, dead, isPaused: paused === 1 };
  }
}
