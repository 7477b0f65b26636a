import { randomBytes } from 'node:crypto';
import type { SpecBinding } from '@graflow/taskspec';
import { RedisCatalog } from './catalog/redis-catalog.ts';
import { Connection } from './connection/connection.ts';
import { readServerListUrl } from './connection/read-server-list-url.ts';
import { CodeStore } from './enqueueing/code-store.ts';
import { partitionTag } from './keys.ts';
import { QueueInThread } from './leases/queue-in-thread.ts';
import { threadConnectionOf } from './leases/thread-connection.ts';
import { partitionCheck } from './partitions/partition-number.ts';
import { type RedisQueueSettings, type RedisTaskQueueOptions, settingsOf } from './redis-queue-options.ts';

/** What all partitions of a queue share. */
export interface SharedParts {
  readonly settings: RedisQueueSettings;
  readonly connection: Connection;
  /** The texts of code of the first partition, where what is published is kept, too. */
  readonly code: CodeStore;
  readonly catalog: RedisCatalog;
  readonly binding: SpecBinding;
  readonly workerId: string;
  readonly inThread: QueueInThread | undefined;
  /** Rejects where the queue lies in another number of partitions. */
  readonly confirm: () => Promise<void>;
  /** Whether partitions may be on several servers. */
  readonly isCluster: boolean;
  /** Fires when the queue closes. */
  readonly closing: AbortController;
  /** Throws where the queue is closed. */
  readonly refuseClosed: () => void;
}

/** Makes what all partitions of a queue share; connects to nothing yet. */
export function shareParts(given: RedisTaskQueueOptions): SharedParts {
  const settings = settingsOf(given);
  const options = readServerListUrl(given);
  const { queue, prefix, registry, resolverId, strategy, accept, leaseMs, maxLostLeases } = settings;
  const connection = new Connection(options);
  const first = partitionTag(prefix, queue, 0);
  const code = new CodeStore(connection, first);
  const catalog = new RedisCatalog(connection, first, settings, code);
  const binding: SpecBinding = { registry, resolverId, strategy, accept, catalog };
  const workerId = randomBytes(6).toString('base64url');
  const address = threadConnectionOf(options);
  const inThread = address && new QueueInThread({ address, workerId, leaseMs, maxLostLeases });
  const closing = new AbortController();
  const refuseClosed = (): void => closing.signal.throwIfAborted();
  const confirm = partitionCheck(connection, settings);
  const isCluster = options.cluster !== undefined || options.client?.isCluster === true;
  const ofAll = { settings, connection, code, catalog, binding, workerId, inThread };
  return { ...ofAll, confirm, isCluster, closing, refuseClosed };
}
