import { Worker } from 'node:worker_threads';
import type { LeasePlace } from './lease-table.ts';
import type { Renewal } from './renew-leases.ts';
import type { ThreadConnection } from './thread-connection.ts';

/** The leases of one partition, and its keys. */
export interface ThreadTable {
  /** The memory of the lease table. */
  readonly memory: SharedArrayBuffer;
  /** The keys of the partition. */
  readonly tag: string;
}

/** How the thread renews, which is the same for all its tables. */
export interface ThreadSettings extends Omit<Renewal, 'tag'> {
  /** How it reaches Redis, by a connection of its own. */
  readonly address: ThreadConnection;
}

/** What the lease thread is started with. */
export interface LeaseThreadData extends ThreadSettings {
  readonly tables: readonly ThreadTable[];
}

/** What it tells: leases that were lost, and in which of the tables they stood. */
export interface LostLeases {
  readonly table: number;
  readonly lost: readonly LeasePlace[];
}

const name = 'graflow-leases';
const resourceLimits = { maxYoungGenerationSizeMb: 2 }; // it makes little garbage, and a process may have many queues
const firstPauseMs = 250;
const longestPauseMs = 60_000;

/**
 * The thread that renews the leases of a queue, in all its partitions, whatever user code does to the event loop of the
 * main thread. It never keeps the process alive and dies with it. A thread that died is replaced, after a pause that grows;
 * meanwhile the main thread sees its silence in the table, and renews.
 */
export class LeaseThread {
  readonly #settings: ThreadSettings;
  readonly #tables: ThreadTable[] = [];
  readonly #onLost: ((lost: readonly LeasePlace[]) => void)[] = [];
  #thread: Worker | undefined;
  #pauseMs = firstPauseMs;
  #isClosed = false;

  /** Starts with `start()`. */
  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  /** Adds a table before the thread starts. */
  join(table: ThreadTable, onLost: (lost: readonly LeasePlace[]) => void): void {
    this.#tables.push(table);
    this.#onLost.push(onLost);
  }

  /** Starts the thread; the second call changes nothing. */
  start(): void {
    if (this.#thread === undefined && !this.#isClosed) this.#start();
  }

  /** Ends the thread. */
  close(): void {
    this.#isClosed = true;
    void this.#thread?.terminate();
  }

  #start(): void {
    const { url, execArgv } = entry();
    // Without the flags of the process: what they preload has no business in this thread.
    const workerData: LeaseThreadData = { ...this.#settings, tables: this.#tables };
    const thread = new Worker(url, { name, workerData, execArgv, resourceLimits });
    this.#thread = thread;
    thread.unref();
    thread.on('message', ({ table, lost }: LostLeases) => this.#onLost[table]?.(lost));
    thread.on('error', () => undefined); // the exit follows
    thread.once('exit', () => this.#replace());
  }

  #replace(): void {
    if (this.#isClosed) return;
    setTimeout(() => this.#isClosed || this.#start(), this.#pauseMs).unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}

/** The file lies beside this one: built, or as source, where the tests say how Node can read it. */
function entry(): { readonly url: URL; readonly execArgv: string[] } {
  if (!import.meta.url.endsWith('.ts'))
    return { url: new URL('./lease-thread-entry.js', import.meta.url), execArgv: [] };
  const execArgv = process.env['GRAFLOW_SOURCE_FLAGS']?.split(' ') ?? [];
  return { url: new URL('../lease-thread-entry.ts', import.meta.url), execArgv };
}
