import type { RedisOptions } from 'ioredis';
import { addressOf } from './address.ts';
import { CommandLane } from './command-lane.ts';
import { clientFailed, notAuthenticated, QueueRedisError, refusedByRedis, tooOld, unreachable } from '../errors.ts';
import type { RedisTaskQueueOptions } from '../redis-queue-options.ts';
import { askEach, openClient, type RedisClient } from './redis-client.ts';
import { concernsIn, type ServerConcern, versionIn } from './server-check.ts';
import { timerMs } from '../leases/timer-ms.ts';

/**
 * The clients of one queue: a lane for plain commands, one for claims and their ends, and as many clients as its parts
 * need for what blocks or subscribes. The user's own client is never replaced nor closed.
 */
export class Connection {
  /** The address for messages, without a password. */
  readonly address: string;
  readonly #options: RedisTaskQueueOptions;
  readonly #own = new Set<RedisClient>();
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
  ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.#plain.ask(command);
  }

  /** Opens a client of its own for what blocks or subscribes. */
  open(overrides: RedisOptions = {}): RedisClient {
    const opened = openClient(this.#options, overrides);
    const note = (error: Error & { readonly lastNodeError?: Error }): void =>
      void (this.#lastError = error.lastNodeError ?? error);
    opened.on('error', note);
    opened.on('node error', note);
    opened.on('ready', () => (this.#lastError = undefined));
    this.#own.add(opened);
    return opened;
  }

  /** Drops a client that stopped answering, or is not needed any more. */
  drop(client: RedisClient): void {
    this.#own.delete(client);
    client.disconnect();
  }

  /**
   * Checks that Redis answers, knows us, and is new enough; gives what else a user should hear of it.
   *
   * @throws QueueRedisError
   */
  async check(): Promise<readonly ServerConcern[]> {
    const infos = await this.ask((client) => askEach(client, (server) => server.info()));
    const concerns = new Map<string, ServerConcern>();
    for (const info of infos) {
      const version = versionIn(info);
      if (Number.parseInt(version, 10) < 7) throw tooOld(this.address, version);
      for (const concern of concernsIn(info, this.address)) concerns.set(concern.code, concern);
    }
    return [...concerns.values()];
  }

  /** Turns an error of the client into one that says where, why, and what to do. */
  explain(error: unknown): QueueRedisError {
    if (error instanceof QueueRedisError) return error;
    if (error instanceof Error) Reflect.deleteProperty(error, 'command'); // its arguments: a password, or what tasks carry
    const { message } = error instanceof Error ? error : { message: String(error) };
    const seen = this.#lastError?.message ?? message;
    const why = seen === '' ? 'the connection was refused' : seen;
    if (/^(WRONGPASS|NOAUTH)/.test(why)) return notAuthenticated(this.address, why, error);
    if (refusal.test(message)) return refusedByRedis(this.address, message, error);
    if (isMistake(error)) return clientFailed(this.address, message, error);
    return unreachable(this.address, why, error);
  }

  /** Closes every client that was opened here; whoever still waits for an answer hears the error. */
  close(error: Error): void {
    this.#plain.close(error);
    this.work.close(error);
    for (const client of this.#own) client.disconnect();
    this.#own.clear();
  }

  #lane(given?: RedisClient): CommandLane {
    return new CommandLane({
      open: () => given ?? this.open(),
      look: (client) => askEach(client, (server) => server.ping()),
      drop: given === undefined ? (client) => this.drop(client) : undefined,
      explain: (error) => this.explain(error),
      commandTimeoutMs: timerMs(this.#options.commandTimeoutMs ?? 5_000),
    });
  }
}

/** What Redis says where it was reached and will not do it. */
const refusal = /^(OOM|READONLY|NOPERM|MISCONF|LOADING|BUSY|WRONGTYPE|CROSSSLOT|EXECABORT|NOPROTO|ERR)\b/;

/** Whether an error comes from a program that does what it must not, and not from a connection: it comes again. */
const isMistake = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof ReferenceError ||
  error instanceof SyntaxError;
