import type { TaskStrategy } from '@graflow/resolver';
import type { StoredOptions } from './stored-options.ts';

/** What selects what runs, where and when: the first part of a record, signed with the rest. */
export interface RecordHeader {
  /** The key prefix of the queue the record was made for. */
  readonly prefix: string;
  /** The queue the record was made for. */
  readonly queue: string;
  /** The id of the task. */
  readonly taskId: string;
  /** How the task travels. */
  readonly strategy: TaskStrategy;
  /** The name of the task; for by-value tasks only for people. */
  readonly name: string;
  /** The resolver that reads the envelope. */
  readonly resolverId: string;
  /** When the task was enqueued, in milliseconds of the Unix epoch, by the producer's clock. */
  readonly enqueuedAt: number;
  /** When the task may run first, likewise; 0 for at once. */
  readonly dueAt: number;
  /** When nobody may start it any more, likewise. */
  readonly expiresAt: number;
  /** Which key signed the record; empty where none did. */
  readonly keyId: string;
  /** What chooses the partition; empty where the task id does. */
  readonly routingKey: string;
  /** Options that the worker needs, without those at their default. */
  readonly options: StoredOptions;
}
