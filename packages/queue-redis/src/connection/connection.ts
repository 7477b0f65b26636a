import { Redis, type RedisOptions } from 'ioredis';
import { CommandLane } from './command-lane.ts';
import { notAuthenticated, QueueRedisError, refusedByRedis, tooOld, unreachable } from '../errors.ts';
import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { concernsIn, type ServerConcern, versionIn } from './server-check.ts';
import { timerMs } from '../leases/timer-ms.ts';

const defaultUrl = 'redis://127.0.0.1:6379';

/**
 * The clients of one queue: a lane for plain commands, one for claims and their ends, and as many clients as its parts
 * need for what blocks or subscribes. The user's own client is never replaced nor closed.
 */
export class Connection {
  /** The address for messages, without a password. */
  readonly address: string;
  readonly #options: RedisTaskQueueOptions;
  readonly #own = new Set<Redis>();
  readonly #plain: CommandLane;
  /** The lane of claims, settles and renewals: nothing that a producer sends can stand before them. */
  readonly work: CommandLane;
  #lastError: Error | undefined;

  /** Opens nothing yet. */
  constructor(options: RedisTaskQueueOptions) {
    this.#options = options;
    this.address = addressOf(options);
    this.#plain = this.#lane(options.client);
    this.work = this.#lane();
  }

  /**
   * Runs a plain command, and gives its answer.
   *
   * @throws QueueRedisError, or the error that the connection was closed with.
   */
  ask<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    return this.#plain.ask(command);
  }

  /** Opens a client of its own for what blocks or subscribes. */
  open(overrides: RedisOptions = {}): Redis {
    const { url, connection, client } = this.#options;
    const settings = { ...defaults, ...connection, ...overrides, replyMapping: 'legacy' } as const;
    const opened = client
      ? client.duplicate(settings)
      : url || !connection
        ? new Redis(url ?? defaultUrl, settings)
        : new Redis(settings);
    opened.on('error', (error: Error) => (this.#lastError = error));
    opened.on('ready', () => (this.#lastError = undefined));
    this.#own.add(opened);
    return opened;
  }

  /** Drops a client that stopped answering, or is not needed any more. */
  drop(client: Redis): void {
    this.#own.delete(client);
    client.disconnect();
  }

  /**
   * Checks that Redis answers, knows us, and is new enough; gives what else a user should hear of it.
   *
   * @throws QueueRedisError
   */
  async check(): Promise<readonly ServerConcern[]> {
    const info = await this.ask((client) => client.info());
    const version = versionIn(info);
    if (Number.parseInt(version, 10) < 7) throw tooOld(this.address, version);
    return concernsIn(info, this.address);
  }

  /** Turns an error of the client into one that says where, why, and what to do. */
  explain(error: unknown): QueueRedisError {
    if (error instanceof QueueRedisError) return error;
    if (error instanceof Error) Reflect.deleteProperty(error, 'command'); // its arguments: a password, or what tasks carry
    const { message } = error instanceof Error ? error : { message: String(error) };
    const seen = this.#lastError?.message ?? message;
    const why = seen === '' ? 'the connection was refused' : seen;
    if (/^(WRONGPASS|NOAUTH)/.test(why)) return notAuthenticated(this.address, why, error);
    if (/^(OOM|READONLY|NOPERM|MISCONF|LOADING|BUSY|WRONGTYPE|ERR)\b/.test(message))
      return refusedByRedis(this.address, message, error);
    return unreachable(this.address, why, error);
  }

  /** Closes every client that was opened here; whoever still waits for an answer hears the error. */
  close(error: Error): void {
    this.#plain.close(error);
    this.work.close(error);
    for (const client of this.#own) client.disconnect();
    this.#own.clear();
  }

  #lane(given?: Redis): CommandLane {
    return new CommandLane({
      open: () => given ?? this.open(),
      drop: given === undefined ? (client) => this.drop(client) : undefined,
      explain: (error) => this.explain(error),
      commandTimeoutMs: timerMs(this.#options.commandTimeoutMs ?? 5_000),
    });
  }
}

const defaults: RedisOptions = {
  maxRetriesPerRequest: null,
  keepAlive: 10_000,
  disconnectTimeout: 100,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 1_000),
};

function addressOf({ url, connection, client }: RedisTaskQueueOptions): string {
  if (url !== undefined || !(connection ?? client)) return maskedUrl(url ?? defaultUrl);
  const { host = '127.0.0.1', port = 6379, path, username, db = 0, tls } = connection ?? client?.options ?? {};
  if (path) return path;
  return `${tls ? 'rediss' : 'redis'}://${username ? `${username}@` : ''}${host}:${port}/${db}`;
}

function maskedUrl(url: string): string {
  if (!URL.canParse(url)) return 'the given url (it is not a URL)';
  const parsed = new URL(url);
  if (parsed.password) parsed.password = '***';
  parsed.search = '';
  return parsed.href;
}
