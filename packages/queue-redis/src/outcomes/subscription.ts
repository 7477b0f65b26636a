import type { Connection } from '../connection/connection.ts';
import type { RedisClient } from '../connection/redis-client.ts';

const answerMs = 3_000;

/**
 * Listens to a channel on a client of its own. A client that does not answer is replaced: a half-open connection looks
 * like a channel on which nobody speaks. It subscribes anew by itself where ioredis would do so: a client that is dropped
 * before Redis has confirmed that would leave a rejected promise to nobody, which ends the process.
 */
export class Subscription {
  readonly #connection: Connection;
  readonly #channel: string;
  readonly #onMessage: (message: string) => void;
  readonly #onReady: () => void;
  #client: RedisClient | undefined;
  #subscribed: Promise<unknown> | undefined;

  /** @param onReady - called when it listens again on a new connection: messages may have been missed */
  constructor(connection: Connection, channel: string, onMessage: (message: string) => void, onReady: () => void) {
    this.#connection = connection;
    this.#channel = channel;
    this.#onMessage = onMessage;
    this.#onReady = onReady;
  }

  /** Listens from now on; resolves when Redis has confirmed it, and rejects where it refuses. */
  listen(): Promise<unknown> {
    return (this.#subscribed ??= this.#subscribe());
  }

  /** Replaces the client where it does not answer. */
  async look(): Promise<void> {
    const client = this.#client;
    if (client === undefined || (await answers(client, this.#channel)) || this.#client !== client) return;
    this.#connection.drop(client);
    this.#client = undefined;
    this.#subscribed = undefined;
    this.listen().catch(() => undefined); // the next look tries again
  }

  #subscribe(): Promise<unknown> {
    const client = this.#connection.open({ autoResubscribe: false });
    this.#client = client;
    client.on('message', (_channel, message: string) => this.#onMessage(message));
    const first = client.subscribe(this.#channel);
    first.then(() => client.on('ready', () => void this.#again(client)), ignore);
    return first;
  }

  async #again(client: RedisClient): Promise<void> {
    await client.subscribe(this.#channel).then(this.#onReady, ignore); // a refusal is seen by the next look
  }
}

const ignore = (): void => undefined;

/**
 * Tells whether a client answers in time, asked to listen to what it listens to already: a cluster's client sends
 * everything else to other servers. A refusal is an answer too.
 */
async function answers(client: RedisClient, channel: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, answerMs, false)));
  const answered = client.subscribe(channel).then(
    () => true,
    () => true,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
