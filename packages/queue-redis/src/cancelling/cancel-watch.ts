import { taskCancelled } from '@graflow/taskspec';
import type { Connection } from '../connection/connection.ts';
import { cancelledKey } from '../keys.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';

const everyMs = 400;
const perRead = 1_000;

/**
 * Looks, while claims are open, which running tasks were cancelled, and fires the signals of those that are held here.
 *
 * It asks, two or three times a second, and is not told: a question cannot be lost as a message can, needs no connection
 * of its own, and costs a cheap command where there is something to ask for.
 */
export class CancelWatch {
  readonly #connection: Connection;
  readonly #tag: string;
  readonly #leases: LeaseKeeper;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lastRead = '0';

  /** Looks for the claims of a keeper. */
  constructor(connection: Connection, tag: string, leases: LeaseKeeper) {
    this.#connection = connection;
    this.#tag = tag;
    this.#leases = leases;
    leases.askWhy = () => this.#look();
  }

  /** Begins; the second call changes nothing. */
  start(): void {
    this.#timer ??= setInterval(() => void this.#lookWhereNeeded(), everyMs).unref();
  }

  /** Looks no more. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #lookWhereNeeded(): Promise<void> {
    if (this.#isLooking || this.#leases.isEmpty) return;
    this.#isLooking = true;
    await this.#look().catch(() => undefined); // the next look reads on from the same place
    this.#isLooking = false;
  }

  async #look(): Promise<void> {
    let count = perRead;
    while (count === perRead) {
      const from = `(${this.#lastRead}`;
      const read = await this.#connection.work.ask((client) =>
        client.xrange(cancelledKey(this.#tag), from, '+', 'COUNT', perRead),
      );
      for (const [, fields] of read) this.#abort(fields);
      this.#lastRead = read.at(-1)?.[0] ?? this.#lastRead;
      count = read.length;
    }
  }

  #abort([, entry = '', , token = '', , reason = '']: readonly string[]): void {
    this.#leases.lose(entry, token, taskCancelled(entry.slice(1), reason));
  }
}
