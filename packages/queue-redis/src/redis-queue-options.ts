import {
  type KeyRing,
  loadKeyRing,
  parseAccept,
  type AcceptancePolicy,
  allStrategies,
  type TaskStrategy,
} from '@graflow/resolver';
import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { checkDuration, checkPrefix, checkQueueName, defaultMaxPayloadBytes } from '@graflow/taskspec';
import type { Redis, RedisOptions } from 'ioredis';
import { redisOptionInvalid } from './errors.ts';

/** How a queue reaches Redis and what it carries. One of `url`, `connection` and `client`; `redis://127.0.0.1:6379` unless given. */
export interface RedisTaskQueueOptions {
  /** Where Redis is: `redis://user:password@host:port/db`, `rediss://` for TLS. */
  readonly url?: string;
  /** The same as plain data, as ioredis takes it. */
  readonly connection?: RedisOptions;
  /** A connected client for plain commands; connections that block are duplicates of it. It is never closed here. */
  readonly client?: Redis;
  /** The name of the queue; `default` unless given. */
  readonly queue?: string;
  /** Keeps the keys of one application apart; `graflow` unless given. */
  readonly prefix?: string;
  /** Where resolvers are looked up; `defaultRegistry` unless given. */
  readonly registry?: TaskResolverRegistry;
  /** The resolver of specs that name none; `default` unless given. */
  readonly resolverId?: string;
  /** The strategy of specs that name none; the resolver's default unless given. */
  readonly strategy?: TaskStrategy;
  /** The strategies accepted on arrival; `reference` unless given, all three with a key. */
  readonly accept?: AcceptancePolicy;
  /** The keys that sign and verify records; those of `GRAFLOW_KEY` or `GRAFLOW_KEY_FILE` unless given. */
  readonly keys?: KeyRing;
  /** How long a claim is valid without renewal, in milliseconds; 8,000 unless given. Unrelated to how long tasks run. */
  readonly leaseMs?: number;
  /** The deadline of one command, in milliseconds; 5,000 unless given. */
  readonly commandTimeoutMs?: number;
  /** The largest arguments or result, in bytes; 4 MiB unless given. */
  readonly maxPayloadBytes?: number;
  /** How many lost leases make a task poison; 3 unless given. */
  readonly maxLostLeases?: number;
  /** How long a task that workers refuse waits for one that takes it, in milliseconds; 30,000 unless given. */
  readonly unroutableAfterMs?: number;
  /** Whether claims are renewed while they are open; only tests say no. */
  readonly renewLeases?: boolean;
}

/** The options with every default in its place, checked. */
export interface RedisQueueSettings {
  readonly queue: string;
  readonly prefix: string;
  readonly registry: TaskResolverRegistry;
  readonly resolverId: string | undefined;
  readonly strategy: TaskStrategy | undefined;
  readonly accept: AcceptancePolicy;
  readonly keys: KeyRing | undefined;
  readonly leaseMs: number;
  readonly maxPayloadBytes: number;
  readonly maxLostLeases: number;
  readonly unroutableAfterMs: number;
  readonly renewLeases: boolean;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws QueueRedisError `GRAFLOW_REDIS_OPTION_INVALID`, TaskSpecError `GRAFLOW_OPTION_INVALID`, or what the key refuses.
 */
export function settingsOf(options: RedisTaskQueueOptions): RedisQueueSettings {
  refuseTwoWays(options);
  if (options.url !== undefined && !/^(rediss?:\/\/|\/)/.test(options.url))
    throw redisOptionInvalid('url', 'must begin with redis:// or rediss://');
  checkDuration('commandTimeoutMs', options.commandTimeoutMs ?? 5_000, 1);
  const keys = options.keys ?? loadKeyRing();
  const maxLostLeases = options.maxLostLeases ?? 3;
  if (!(Number.isInteger(maxLostLeases) && maxLostLeases > 0))
    throw redisOptionInvalid('maxLostLeases', 'must be a whole number from 1');
  return {
    queue: checkQueueName(options.queue ?? 'default'),
    prefix: checkPrefix(options.prefix ?? 'graflow'),
    registry: options.registry ?? defaultRegistry,
    resolverId: options.resolverId,
    strategy: options.strategy,
    accept: options.accept ? parseAccept(options.accept) : keys ? allStrategies : ['reference'],
    keys,
    leaseMs: checkDuration('leaseMs', options.leaseMs ?? 8_000, 10),
    maxPayloadBytes: checkDuration('maxPayloadBytes', options.maxPayloadBytes ?? defaultMaxPayloadBytes, 1),
    maxLostLeases,
    unroutableAfterMs: checkDuration('unroutableAfterMs', options.unroutableAfterMs ?? 30_000, 0),
    renewLeases: options.renewLeases ?? true,
  };
}

function refuseTwoWays({ url, connection, client }: RedisTaskQueueOptions): void {
  const given = Object.entries({ url, connection, client }).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw redisOptionInvalid(given.map(([name]) => name).join(' and '), 'exclude each other: give one');
  if (client?.options.keyPrefix) throw redisOptionInvalid('client', 'must not have a keyPrefix: use the option prefix');
}
