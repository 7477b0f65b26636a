import { Worker } from 'node:worker_threads';
import type { LeasePlace } from './lease-table.ts';
import type { ThreadConnection } from './thread-connection.ts';

/** What the lease thread is started with. */
export interface LeaseThreadData {
  /** The memory of the lease table. */
  readonly memory: SharedArrayBuffer;
  /** How it reaches Redis, by a connection of its own. */
  readonly address: ThreadConnection;
  /** The keys of the queue. */
  readonly tag: string;
  /** Who holds the claims. */
  readonly workerId: string;
  /** How long a lease lasts, in milliseconds. */
  readonly leaseMs: number;
  /** How many of its leases a task may lose. */
  readonly maxLostLeases: number;
}

const name = 'graflow-leases';
const resourceLimits = { maxYoungGenerationSizeMb: 2 }; // it makes little garbage, and a process may have many queues
const firstPauseMs = 250;
const longestPauseMs = 60_000;

/**
 * The thread that renews the leases of one queue, whatever user code does to the event loop of the main thread. It never
 * keeps the process alive and dies with it. A thread that died is replaced, after a pause that grows; meanwhile the main
 * thread sees its silence in the table, and renews.
 */
export class LeaseThread {
  readonly #data: LeaseThreadData;
  readonly #onLost: (lost: readonly LeasePlace[]) => void;
  #thread: Worker | undefined;
  #pauseMs = firstPauseMs;
  #isClosed = false;

  /** Starts the thread. */
  constructor(data: LeaseThreadData, onLost: (lost: readonly LeasePlace[]) => void) {
    this.#data = data;
    this.#onLost = onLost;
    this.#start();
  }

  /** Ends the thread. */
  close(): void {
    this.#isClosed = true;
    void this.#thread?.terminate();
  }

  #start(): void {
    const { url, execArgv } = entry();
    // Without the flags of the process: what they preload has no business in this thread.
    const thread = new Worker(url, { name, workerData: this.#data, execArgv, resourceLimits });
    this.#thread = thread;
    thread.unref();
    thread.on('message', this.#onLost);
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
