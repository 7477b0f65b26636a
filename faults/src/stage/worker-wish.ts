import type { Proxy } from '../injuries/proxy.ts';
import type { ProcessWish } from '../participants/participant.ts';
import type { Isolation, WorkerSettings } from '../participants/settings.ts';

/** How a scenario asks for a worker. */
export interface WorkerWish extends ProcessWish {
  /** How many tasks it runs at the same time; 4 unless given. */
  readonly concurrency?: number;
  readonly isolation?: Isolation;
  /** What it learns its tasks as; `default` unless given. */
  readonly resolverId?: string;
  /** How long it may take to stop, in milliseconds; 2,000 unless given. */
  readonly stopMs?: number;
  /** The way to Redis; directly unless given. */
  readonly via?: Proxy;
  readonly queue?: Partial<WorkerSettings['queue']>;
  readonly secret?: string;
  /** The modules whose tasks it learns; those of all scenarios unless given. */
  readonly modules?: readonly string[];
}
