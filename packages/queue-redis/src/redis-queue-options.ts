import {
  type KeyRing,
  loadKeyRing,
  parseAccept,
  type AcceptancePolicy,
  allStrategies,
  type TaskStrategy,
} from '@graflow/resolver';
import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import {
  checkDuration,
  checkOptionNames,
  checkPrefix,
  checkQueueName,
  checkRegistry,
  defaultMaxPayloadBytes,
  optionInvalid,
} from '@graflow/taskspec';
import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { isServerListUrl } from './connection/is-server-list-url.ts';
import { redisOptionInvalid } from './errors.ts';

/** A server of a Redis Cluster. */
export interface ClusterNode {
  /** The name or address of its host. */
  readonly host: string;
  /** Its port; 6379 unless given. */
  readonly port?: number | undefined;
}

/** How a queue reaches Redis and what it carries. One of `url`, `cluster`, `connection` and `client`; `redis://127.0.0.1:6379` unless given. */
export interface RedisTaskQueueOptions {
  /**
   * Where Redis is: `redis://user:password@host:port/db`, `rediss://` for TLS. Several servers in one text:
   * `redis+cluster://user:password@one:6379,two:6379`, `redis+sentinel://user:password@one:26379,two:26379/name/db`, or `rediss+…`.
   */
  readonly url?: string | undefined;
  /** Some servers of a Redis Cluster, which name the others; `connection` says what all need: user, password, TLS. */
  readonly cluster?: readonly ClusterNode[] | undefined;
  /** The same as plain data, as ioredis takes it; with `sentinels` and `name`, the Sentinels say where the master is. */
  readonly connection?: RedisOptions | undefined;
  /** A connected client for plain commands; connections that block are duplicates of it. It is never closed here. */
  readonly client?: Redis | Cluster | undefined;
  /** The name of the queue; `default` unless given. */
  readonly queue?: string | undefined;
  /** Keeps the keys of one application apart; `graflow` unless given. */
  readonly prefix?: string | undefined;
  /**
   * In how many partitions the queue lies, from 1, unless given, to 64. All who open the queue say the same number. Order,
   * and limits that are not of a key, hold in each partition; the README has the whole list.
   */
  readonly partitions?: number | undefined;
  /** Where resolvers are looked up; `defaultRegistry` unless given. */
  readonly registry?: TaskResolverRegistry | undefined;
  /** The resolver of specs that name none; `default` unless given. */
  readonly resolverId?: string | undefined;
  /** The strategy of specs that name none; the resolver's default unless given. */
  readonly strategy?: TaskStrategy | undefined;
  /** The strategies accepted on arrival; `reference` unless given, all three with a key. */
  readonly accept?: AcceptancePolicy | undefined;
  /** The keys that sign and verify records; those of `GRAFLOW_KEY` or `GRAFLOW_KEY_FILE` unless given. */
  readonly keys?: KeyRing | undefined;
  /** How long a claim is valid without renewal, in milliseconds; 8,000 unless given. Unrelated to how long tasks run. */
  readonly leaseMs?: number | undefined;
  /** The deadline of one command, in milliseconds; 5,000 unless given. */
  readonly commandTimeoutMs?: number | undefined;
  /** The largest arguments or result, in bytes; 4 MiB unless given. */
  readonly maxPayloadBytes?: number | undefined;
  /**
   * How many bytes of tasks may be on their way to Redis, in bytes; 64 MiB unless given. While there are more, `enqueue` waits
   * for answers, and fails with those that are under way where Redis is away.
   */
  readonly maxUnansweredBytes?: number | undefined;
  /**
   * How long leases are renewed while the main thread does not answer because user code blocks it, in milliseconds;
   * 600,000 unless given. A task with `timeoutMs` has that long, and one lease more.
   */
  readonly blockedLimitMs?: number | undefined;
  /** How many lost leases make a task poison; 3 unless given. */
  readonly maxLostLeases?: number | undefined;
  /** How long a task that workers refuse waits for one that takes it, in milliseconds; 30,000 unless given. */
  readonly unroutableAfterMs?: number | undefined;
  /** Whether claims are renewed while they are open; only tests say no. */
  readonly renewLeases?: boolean | undefined;
}

/** The options with every default in its place, checked. */
export interface RedisQueueSettings {
  readonly queue: string;
  readonly prefix: string;
  readonly partitions: number;
  readonly registry: TaskResolverRegistry;
  readonly resolverId: string | undefined;
  readonly strategy: TaskStrategy | undefined;
  readonly accept: AcceptancePolicy;
  readonly keys: KeyRing | undefined;
  readonly leaseMs: number;
  readonly maxPayloadBytes: number;
  readonly maxUnansweredBytes: number;
  readonly blockedLimitMs: number;
  readonly maxLostLeases: number;
  readonly unroutableAfterMs: number;
  readonly renewLeases: boolean;
}

/** A worker has a connection for each, on which it waits. */
const mostPartitions = 64;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws QueueRedisError `GRAFLOW_REDIS_OPTION_INVALID`, TaskSpecError `GRAFLOW_OPTION_INVALID`, or what the key refuses.
 */
export function settingsOf(options: RedisTaskQueueOptions): RedisQueueSettings {
  checkOptionNames(options, known);
  refuseTwoWays(options);
  checkCluster(options);
  if (options.url !== undefined && !isServerListUrl(options.url) && !/^(rediss?:\/\/|\/)/.test(options.url))
    throw redisOptionInvalid(
      'url',
      'must begin with redis:// or rediss://, or with redis+cluster:// or redis+sentinel://',
    );
  checkDuration('commandTimeoutMs', options.commandTimeoutMs ?? 5_000, 1);
  const partitions = options.partitions ?? 1;
  if (!(Number.isInteger(partitions) && partitions > 0 && partitions <= mostPartitions))
    throw optionInvalid('partitions', partitions, `a whole number from 1 to ${mostPartitions}`);
  const keys = options.keys ?? loadKeyRing();
  const maxLostLeases = options.maxLostLeases ?? 3;
  if (!(Number.isInteger(maxLostLeases) && maxLostLeases > 0))
    throw optionInvalid('maxLostLeases', maxLostLeases, 'a whole number from 1');
  return {
    queue: checkQueueName(options.queue ?? 'default'),
    prefix: checkPrefix(options.prefix ?? 'graflow'),
    partitions,
    registry: checkRegistry(options.registry ?? defaultRegistry),
    resolverId: options.resolverId,
    strategy: options.strategy,
    accept: options.accept ? parseAccept(options.accept) : keys ? allStrategies : ['reference'],
    keys,
    leaseMs: checkDuration('leaseMs', options.leaseMs ?? 8_000, 10),
    maxPayloadBytes: checkDuration('maxPayloadBytes', options.maxPayloadBytes ?? defaultMaxPayloadBytes, 1),
    maxUnansweredBytes: checkDuration('maxUnansweredBytes', options.maxUnansweredBytes ?? 64 * 1024 * 1024, 1),
    blockedLimitMs: checkDuration('blockedLimitMs', options.blockedLimitMs ?? 600_000, 0),
    maxLostLeases,
    unroutableAfterMs: checkDuration('unroutableAfterMs', options.unroutableAfterMs ?? 30_000, 0),
    renewLeases: options.renewLeases ?? true,
  };
}

const known = {
  url: true,
  cluster: true,
  connection: true,
  client: true,
  queue: true,
  prefix: true,
  partitions: true,
  registry: true,
  resolverId: true,
  strategy: true,
  accept: true,
  keys: true,
  leaseMs: true,
  commandTimeoutMs: true,
  maxPayloadBytes: true,
  maxUnansweredBytes: true,
  blockedLimitMs: true,
  maxLostLeases: true,
  unroutableAfterMs: true,
  renewLeases: true,
} as const satisfies Record<keyof RedisTaskQueueOptions, true>;

function refuseTwoWays({ url, cluster, connection, client }: RedisTaskQueueOptions): void {
  const ways = cluster ? { url, cluster, client } : { url, connection, client };
  const given = Object.entries(ways).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw redisOptionInvalid(given.map(([name]) => name).join(' and '), 'exclude each other: give one');
  if (client?.options.keyPrefix) throw redisOptionInvalid('client', 'must not have a keyPrefix: use the option prefix');
}

/** What is said of one server has no meaning for a cluster, so it is a mistake. */
function checkCluster({ cluster, connection = {} }: RedisTaskQueueOptions): void {
  if (cluster === undefined) return;
  if (!Array.isArray(cluster) || cluster.length === 0 || !cluster.every(({ host }: Partial<ClusterNode>) => host))
    throw redisOptionInvalid('cluster', 'must be a list of servers, as [{ host, port }]');
  const ofOne = (['host', 'port', 'path', 'db', 'sentinels'] as const).find((name) => connection[name] !== undefined);
  if (ofOne) throw redisOptionInvalid(`connection.${ofOne}`, 'has no meaning beside cluster: leave it out');
}
