import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection/connection.ts';
import { type LeasePlace, LeaseTable, sharedNow } from './leases/lease-table.ts';
import type { LeaseThreadData, LostLeases, ThreadTable } from './leases/lease-thread.ts';
import { letGoLeases } from './leases/let-go-leases.ts';
import { isRenewalDue, renewEveryMs } from './leases/renewal-pace.ts';
import { type Renewal, renewLeases } from './leases/renew-leases.ts';

/** The program of the lease thread: renews, at every quarter of a lease, what stands in the tables. */
const { tables, address, ...settings } = workerData as LeaseThreadData;
const { leaseMs } = settings;
const connection = new Connection({ ...address, commandTimeoutMs: leaseMs / 2 });
tables.forEach(watch);

function watch({ memory, tag }: ThreadTable, number: number): void {
  const table = new LeaseTable(memory);
  const renewal = { ...settings, tag };
  let isRenewing = false;
  const tick = async (): Promise<void> => {
    if (isRenewing) return;
    isRenewing = true;
    try {
      const lost = await renewDue(table, renewal);
      if (lost.length > 0) parentPort?.postMessage({ table: number, lost } satisfies LostLeases);
      table.beatOfRenewer();
    } catch {
      // The next tick tries again, the main thread helps out, and the lease outlives three of them.
    }
    isRenewing = false;
  };
  setInterval(() => void tick(), renewEveryMs(leaseMs));
  void tick();
}

async function renewDue(table: LeaseTable, renewal: Renewal): Promise<readonly LeasePlace[]> {
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
  await renewLeases(connection.work, renewal, due, (lease, isValid) => {
    if (isValid) table.markRenewed(lease, startedAt);
    else lose(lease);
  });
  // What is renewed may be in one claim with what is not: a lease that would have ended alone by now is ended here.
  const over = held.filter(({ blockedLimitMs }) => silentMs > blockedLimitMs + leaseMs);
  await letGoLeases(connection.work, renewal, over);
  over.forEach(lose);
  return lost;
}
