import type { RedisTaskQueueOptions } from '@graflow/queue-redis';
import type { WorkerOptions } from '@graflow/worker';

/** Where a worker runs its tasks. */
export type Isolation = NonNullable<WorkerOptions['isolation']>;

/** What every participant is told at its start. */
interface ParticipantSettings {
  /** How the logs call it. */
  readonly name: string;
  /** The file it appends to. */
  readonly log: string;
  /** How it reaches Redis, directly or through a proxy, and the options under test; plain data. */
  readonly queue: Pick<
    RedisTaskQueueOptions,
    | 'url'
    | 'connection'
    | 'cluster'
    | 'partitions'
    | 'maxPayloadBytes'
    | 'prefix'
    | 'resolverId'
    | 'leaseMs'
    | 'commandTimeoutMs'
    | 'maxLostLeases'
    | 'unroutableAfterMs'
  >;
  /** Signs, and turns by-value tasks on. */
  readonly secret?: string | undefined;
}

/** What a worker is told beyond that. */
export interface WorkerSettings extends ParticipantSettings {
  readonly options: Pick<WorkerOptions, 'concurrency' | 'isolation' | 'graceMs' | 'resolverId'>;
  /** How long it may take to stop. */
  readonly stopMs: number;
  /** The modules whose tasks it learns; those of all scenarios unless given. */
  readonly modules?: readonly string[] | undefined;
}

/** What a producer is told beyond that. */
export interface ProducerSettings extends ParticipantSettings {
  /** How many enqueues are under way at the same time. */
  readonly atOnce: number;
}

/** What a simulation is told. */
export interface SimulationSettings {
  readonly name: string;
  readonly log: string;
  /** The queue under test. */
  readonly over: 'memory' | 'redis';
  readonly programs: number;
  /** How many steps each program has. */
  readonly steps: number;
  /** The seed of the first program; the others count on from it. */
  readonly seed: number;
  readonly url: string;
}

/** One task that a producer is asked to enqueue. */
export interface Order {
  readonly id: string;
  readonly task: string;
  readonly args: readonly unknown[];
  /** The module that exports it, where it travels by value. */
  readonly from?: string;
  /** Tasks whose values it takes, as a list behind the other arguments. */
  readonly takes?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Reads the settings of this process. */
export const settingsOfProcess = <T>(): T => JSON.parse(process.argv[2] as string) as T;
