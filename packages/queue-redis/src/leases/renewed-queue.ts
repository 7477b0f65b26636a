import { Connection } from '../connection/connection.ts';
import { type LeasePlace, LeaseTable, sharedNow } from './lease-table.ts';
import type { OnLost, ThreadQueue, ThreadTable } from './lease-thread.ts';
import { letGoLeases } from './let-go-leases.ts';
import { isRenewalDue, renewEveryMs } from './renewal-pace.ts';
import { type Renewal, renewLeases } from './renew-leases.ts';

/** Renews, at every quarter of a lease, what stands in the tables of one queue. Runs in the lease thread. */
export class RenewedQueue {
  readonly #settings: Omit<Renewal, 'tag'>;
  readonly #connection: Connection;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #onLost: OnLost;

  /** Begins at once. */
  constructor({ tables, address, ...settings }: ThreadQueue, onLost: OnLost) {
    this.#settings = settings;
    this.#connection = new Connection({ ...address, commandTimeoutMs: settings.leaseMs / 2 });
    this.#onLost = onLost;
    this.#timers = tables.map((table, number) => this.#watch(table, number));
  }

  /** Renews no more. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#connection.close(new Error('The queue is closed.'));
  }

  #watch({ memory, tag }: ThreadTable, number: number): NodeJS.Timeout {
    const table = new LeaseTable(memory);
    const { workerId, leaseMs } = this.#settings;
    let isRenewing = false;
    const tick = async (): Promise<void> => {
      if (isRenewing) return;
      isRenewing = true;
      try {
        const lost = await this.#renewDue(table, tag);
        if (lost.length > 0) this.#onLost({ workerId, table: number, lost });
        table.beatOfRenewer();
      } catch {
        // The next tick tries again, the main thread helps out, and the lease outlives three of them.
      }
      isRenewing = false;
    };
    void tick();
    return setInterval(() => void tick(), renewEveryMs(leaseMs));
  }

  async #renewDue(table: LeaseTable, tag: string): Promise<readonly LeasePlace[]> {
    const renewal = { ...this.#settings, tag };
    const { leaseMs } = renewal;
    const silentMs = table.mainSilentMs;
    const held = [...table.held()];
    const now = sharedNow();
    const due = held.filter(
      ({ blockedLimitMs, renewedAt }) => silentMs <= blockedLimitMs && isRenewalDue(now - renewedAt, leaseMs),
    );
    if (due.length === 0) return [];
    const startedAt = sharedNow();
    const lost: LeasePlace[] = [];
    const lose = ({ row, generation }: LeasePlace): unknown => lost.push({ row, generation });
    await renewLeases(this.#connection.work, renewal, due, (lease, isValid) => {
      if (isValid) table.markRenewed(lease, startedAt);
      else lose(lease);
    });
    // What is renewed may be in one claim with what is not: a lease that would have ended alone by now is ended here.
    const over = held.filter(({ blockedLimitMs }) => silentMs > blockedLimitMs + leaseMs);
    await letGoLeases(this.#connection.work, renewal, over);
    over.forEach(lose);
    return lost;
  }
}
