import { defaultRegistry, type TaskResolverRegistry } from '@graflow/registry';
import { allStrategies, checkStrategy, type TaskStrategy } from '@graflow/resolver';
import {
  checkDuration,
  checkOptionNames,
  checkQueueName,
  checkRegistry,
  optionInvalid,
  type PayloadLimits,
  type SpecBinding,
} from '@graflow/taskspec';
import { MemoryCatalog } from './catalog/memory-catalog.ts';

/** What an {@link InMemoryTaskQueue} can be told. */
export interface InMemoryTaskQueueOptions {
  /** The name of the queue; `default` unless given. */
  readonly name?: string;
  /** Where resolvers are looked up; `defaultRegistry` unless given. */
  readonly registry?: TaskResolverRegistry;
  /** The resolver of specs that name none; `default` unless given. */
  readonly resolverId?: string;
  /** The strategy of specs that name none, when they are serialized; the resolver's unless given. */
  readonly strategy?: TaskStrategy;
  /** The largest arguments and results, in bytes as they would travel; 4 MiB unless given. */
  readonly maxPayloadBytes?: number;
  /** After how many lost leases a task is dead-lettered as poison; 3 unless given. */
  readonly maxLostLeases?: number;
  /** How long a claim is valid without renewal, in milliseconds; 8,000 unless given. */
  readonly leaseMs?: number;
  /**
   * Whether open claims are renewed; true unless given. Holder and queue are one process, so that a renewed lease is
   * never lost; tests switch it off to lose one on purpose.
   */
  readonly renewLeases?: boolean;
  /** Whether every task is kept as the record that Redis would keep: for tests that must notice what cannot travel. */
  readonly serialize?: boolean;
  /** Gives the time in milliseconds since 1970; `Date.now` unless given. */
  readonly now?: () => number;
}

/** The options of a queue, checked, with their defaults. */
export interface QueueSettings {
  readonly name: string;
  readonly binding: SpecBinding;
  /** What is published. */
  readonly catalog: MemoryCatalog;
  readonly limits: PayloadLimits;
  readonly maxLostLeases: number;
  /** Infinity where leases are renewed. */
  readonly leaseMs: number;
  readonly serialize: boolean;
  readonly now: () => number;
}

/**
 * Checks the options of a queue and fills in the defaults.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, or ResolverError `GRAFLOW_STRATEGY_UNKNOWN`
 */
export function settingsOf(options: InMemoryTaskQueueOptions): QueueSettings {
  checkOptionNames(options, known);
  const { name = 'default', registry = defaultRegistry, resolverId, strategy, maxPayloadBytes } = options;
  const { leaseMs = 8_000, renewLeases = true, maxLostLeases = 3, serialize = false, now = Date.now } = options;
  if (strategy !== undefined) checkStrategy(strategy);
  if (maxPayloadBytes !== undefined && !(Number.isInteger(maxPayloadBytes) && maxPayloadBytes > 0))
    throw optionInvalid('maxPayloadBytes', maxPayloadBytes, 'a whole number of bytes');
  if (!(Number.isInteger(maxLostLeases) && maxLostLeases > 0))
    throw optionInvalid('maxLostLeases', maxLostLeases, 'a whole number from 1');
  checkDuration('leaseMs', leaseMs, 1);
  const binding = { registry: checkRegistry(registry), resolverId, strategy, accept: allStrategies };
  const catalog = new MemoryCatalog(binding);
  return {
    name: checkQueueName(name),
    binding: { ...binding, catalog },
    catalog,
    limits: maxPayloadBytes === undefined ? {} : { maxPayloadBytes },
    maxLostLeases,
    leaseMs: renewLeases ? Infinity : leaseMs,
    serialize,
    now,
  };
}

const known = {
  name: true,
  registry: true,
  resolverId: true,
  strategy: true,
  maxPayloadBytes: true,
  maxLostLeases: true,
  leaseMs: true,
  renewLeases: true,
  serialize: true,
  now: true,
} as const satisfies Record<keyof InMemoryTaskQueueOptions, true>;
