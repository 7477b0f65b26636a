import type { LeasePlace } from './lease-table.ts';
import { LeaseThread, type ThreadQueue, type ThreadTable } from './lease-thread.ts';

/** There is one in a process: it costs some 25 MB, and a process may have many queues. */
const thread = new LeaseThread();

/** One queue, in all its partitions, as the lease thread of the process knows it. */
export class QueueInThread {
  readonly #settings: Omit<ThreadQueue, 'tables'>;
  readonly #tables: ThreadTable[] = [];
  readonly #onLost: ((lost: readonly LeasePlace[]) => void)[] = [];
  #isKnown = false;

  /** Is renewed for from `start()` on. */
  constructor(settings: Omit<ThreadQueue, 'tables'>) {
    this.#settings = settings;
  }

  /** Adds a table, before `start()`. */
  join(table: ThreadTable, onLost: (lost: readonly LeasePlace[]) => void): void {
    this.#tables.push(table);
    this.#onLost.push(onLost);
  }

  /** Makes the thread renew what stands in the tables; the second call changes nothing. */
  start(): void {
    if (this.#isKnown) return;
    this.#isKnown = true;
    thread.add({ ...this.#settings, tables: this.#tables }, ({ table, lost }) => this.#onLost[table]?.(lost));
  }

  /** Ends that, for good. */
  close(): void {
    this.#isKnown = true;
    thread.remove(this.#settings.workerId);
  }
}
