import type { Connection } from '../connection/connection.ts';
import { isCluster, type RedisClient } from '../connection/redis-client.ts';

const answerMs = 3_000;

/** Who hears of a channel. */
export interface Listener {
  /** Something was told. */
  readonly onMessage: (message: string) => void;
  /** The connection is gone: from now on something may be missed. */
  readonly onLost: () => void;
  /** It listens again, on a new connection. */
  readonly onReady: () => void;
}

/**
 * Listens to channels on a client of its own. A client that does not answer is replaced: a half-open connection looks
 * like a channel on which nobody speaks. It subscribes anew by itself where ioredis would do so: a client that is dropped
 * before Redis has confirmed that would leave a rejected promise to nobody, which ends the process.
 */
export class Subscription {
  readonly #connection: Connection;
  readonly #channels: readonly string[];
  readonly #listener: Listener;
  #client: RedisClient | undefined;
  #subscribed: Promise<unknown> | undefined;
  #isLive = false;

  /** Opens its client when somebody listens. */
  constructor(connection: Connection, channels: readonly string[], listener: Listener) {
    this.#connection = connection;
    this.#channels = channels;
    this.#listener = listener;
  }

  /** Whether everything that is told from now on is heard, until `onLost` says otherwise. A client of a cluster does not say it. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Listens from now on; resolves when Redis has confirmed it, and rejects where it refuses. */
  listen(): Promise<unknown> {
    return (this.#subscribed ??= this.#subscribe());
  }

  /** Replaces the client where it does not answer. */
  async look(): Promise<void> {
    const client = this.#client;
    if (client === undefined || (await answers(client, this.#channels)) || this.#client !== client) return;
    this.#lose(client);
    this.#connection.drop(client);
    this.#client = undefined;
    this.#subscribed = undefined;
    this.listen().catch(() => undefined); // the next look tries again
  }

  #subscribe(): Promise<unknown> {
    const client = this.#connection.open({ autoResubscribe: false });
    this.#client = client;
    client.on('message', (_channel, message: string) => this.#listener.onMessage(message));
    client.on('close', () => this.#lose(client));
    const first = client.subscribe(...this.#channels);
    first.then(() => {
      this.#isLive = isLiveOn(client);
      client.on('ready', () => void this.#again(client));
    }, ignore);
    return first;
  }

  async #again(client: RedisClient): Promise<void> {
    const ready = (): void => {
      this.#isLive = this.#client === client && isLiveOn(client);
      this.#listener.onReady();
    };
    await client.subscribe(...this.#channels).then(ready, ignore); // a refusal is seen by the next look
  }

  #lose(client: RedisClient): void {
    if (this.#client !== client) return;
    this.#isLive = false;
    this.#listener.onLost();
  }
}

const isLiveOn = (client: RedisClient): boolean => !isCluster(client) && client.status === 'ready';

const ignore = (): void => undefined;

/**
 * Tells whether a client answers in time, asked to listen to what it listens to already: a cluster's client sends
 * everything else to other servers. A refusal is an answer too.
 */
async function answers(client: RedisClient, channels: readonly string[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, answerMs, false)));
  const answered = client.subscribe(...channels).then(
    () => true,
    () => true,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
