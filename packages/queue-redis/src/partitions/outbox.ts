import type { Connection } from '../connection/connection.ts';
import { runScript } from '../connection/script.ts';
import { outboxKey } from '../keys.ts';
import { sortedBy } from './sorted-by.ts';
import { receiveScript } from '../scripts/receive.ts';

const perStep = 50;
const everyMs = 500;

interface Message {
  readonly id: string;
  readonly to: number;
  readonly said: Buffer;
}

/** One look at the outbox of a partition. */
interface Look {
  isBegun: boolean;
  done: Promise<void>;
}

/**
 * Carries what a step in one partition has for another one. It was written in the step itself, so it is not lost with the
 * process that did the step; whoever looks next carries it, and the other partition takes each message once, in their order.
 */
export class Outbox {
  readonly #connection: Pick<Connection, 'work'>;
  readonly #tags: readonly string[];
  /** The last look at each partition that is not over. */
  readonly #looks = new Map<number, Look>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Carries nothing yet. */
  constructor(connection: Pick<Connection, 'work'>, tags: readonly string[]) {
    this.#connection = connection;
    this.#tags = tags;
  }

  /** Looks at each partition from now on, twice a second; the second call changes nothing. */
  start(): void {
    const lookAtAll = (): void => this.#tags.forEach((_, partition) => void this.look(partition));
    this.#timer ??= setInterval(lookAtAll, everyMs).unref();
  }

  /** Carries what a partition has for others now, as well as it can: what it cannot, a later look does. */
  look(partition: number): Promise<void> {
    const last = this.#looks.get(partition);
    if (last?.isBegun === false) return last.done;
    const look: Look = { isBegun: false, done: Promise.resolve() };
    const begin = async (): Promise<void> => {
      look.isBegun = true;
      if (!this.#isClosed) await this.carry(partition).catch(() => undefined);
      if (this.#looks.get(partition) === look) this.#looks.delete(partition);
    };
    this.#looks.set(partition, look);
    look.done = last === undefined ? begin() : last.done.then(begin);
    return look.done;
  }

  /** Carries all that a partition has for others. @throws QueueRedisError */
  async carry(partition: number): Promise<void> {
    for (;;) {
      const messages = await this.#read(partition);
      const ways = sortedBy(messages, ({ to }) => to);
      await Promise.all([...ways].map(([to, those]) => this.#deliver(partition, to, those)));
      for (const to of ways.keys()) void this.look(to); // it may have an answer
      if (messages.length < perStep) return;
    }
  }

  /** Looks no more. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #read(partition: number): Promise<readonly Message[]> {
    const key = outboxKey(this.#tagOf(partition));
    const entries = await this.#connection.work.ask((client) => client.xrangeBuffer(key, '-', '+', 'COUNT', perStep));
    return entries.map(([id, fields]) => ({ id: String(id), to: Number(fields[1]), said: fields[3] as Buffer }));
  }

  /** It goes from the outbox only when the other partition has it; what is sent twice is known there by its id. */
  async #deliver(from: number, to: number, messages: readonly Message[]): Promise<void> {
    const args = messages.flatMap(({ id, said }) => [id, said]);
    await runScript(this.#connection.work, receiveScript, this.#tagOf(to), [String(from), messages.length, ...args]);
    const key = outboxKey(this.#tagOf(from));
    await this.#connection.work.ask((client) => client.xdel(key, ...messages.map(({ id }) => id)));
  }

  #tagOf(partition: number): string {
    return this.#tags[partition] as string;
  }
}
