import { Worker } from 'node:worker_threads';
import type { LeasePlace } from './lease-table.ts';
import type { Renewal } from './renew-leases.ts';
import { RestartPause } from './restart-pause.ts';
import type { ThreadConnection } from './thread-connection.ts';

/** The leases of one partition, and its keys. */
export interface ThreadTable {
  /** The memory of the lease table. */
  readonly memory: SharedArrayBuffer;
  /** The keys of the partition. */
  readonly tag: string;
}

/** The leases of one queue, and how they are renewed. */
export interface ThreadQueue extends Omit<Renewal, 'tag'> {
  /** How the thread reaches Redis, by a connection for this queue. */
  readonly address: ThreadConnection;
  readonly tables: readonly ThreadTable[];
}

/** What the thread is told: to renew for a queue, or, by its worker id, to do so no more. */
export type ThreadOrder = { readonly add: ThreadQueue } | { readonly remove: string };

/** What it tells: leases that were lost, and in which table of which queue they stood. */
export interface LostLeases {
  readonly workerId: string;
  readonly table: number;
  readonly lost: readonly LeasePlace[];
}

/** Hears of leases that were lost, and in which table of the queue they stood. */
export type OnLost = (lost: LostLeases) => void;

const name = 'graflow-leases';
const resourceLimits = { maxYoungGenerationSizeMb: 2 }; // it makes little garbage

/**
 * The thread that renews the leases of all queues of a process, whatever user code does to the event loop of the main
 * thread. It is there while there is a queue to renew for, and never keeps the process alive. One that died is replaced after a
 * pause, a longer one where others died shortly before; meanwhile the main thread sees its silence in the tables, and renews.
 */
export class LeaseThread {
  readonly #queues = new Map<string, { readonly queue: ThreadQueue; readonly onLost: OnLost }>();
  #thread: Worker | undefined;
  readonly #pause = new RestartPause();

  /** Renews for a queue from now on. */
  add(queue: ThreadQueue, onLost: OnLost): void {
    this.#queues.set(queue.workerId, { queue, onLost });
    if (this.#thread === undefined) this.#start();
    else this.#tell({ add: queue });
  }

  /** Renews for a queue no more; the thread ends with the last of them. */
  remove(workerId: string): void {
    if (!this.#queues.delete(workerId)) return;
    if (this.#queues.size > 0) return this.#tell({ remove: workerId });
    void this.#thread?.terminate();
    this.#thread = undefined;
  }

  #start(): void {
    const { url, execArgv } = entry();
    // Without the flags of the process: what they preload has no business in this thread.
    const thread = new Worker(url, { name, execArgv, resourceLimits });
    this.#thread = thread;
    this.#pause.started();
    thread.unref();
    thread.on('message', (lost: LostLeases) => this.#queues.get(lost.workerId)?.onLost(lost));
    thread.on('error', () => undefined); // the exit follows
    thread.once('exit', () => this.#replace(thread));
    for (const { queue } of this.#queues.values()) this.#tell({ add: queue });
  }

  #replace(dead: Worker): void {
    setTimeout(() => this.#thread === dead && this.#start(), this.#pause.afterDeath()).unref();
  }

  /** What a thread does not hear, because it died, the next one is told when it starts. */
  #tell(order: ThreadOrder): void {
    this.#thread?.postMessage(order);
  }
}

/** The file lies beside this one: built, or as source, where the tests say how Node can read it. */
function entry(): { readonly url: URL; readonly execArgv: string[] } {
  if (!import.meta.url.endsWith('.ts'))
    return { url: new URL('./lease-thread-entry.js', import.meta.url), execArgv: [] };
  const execArgv = process.env['GRAFLOW_SOURCE_FLAGS']?.split(' ') ?? [];
  return { url: new URL('../lease-thread-entry.ts', import.meta.url), execArgv };
}
