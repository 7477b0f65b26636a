import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection/connection.ts';
import { type LeasePlace, LeaseTable, sharedNow } from './leases/lease-table.ts';
import type { LeaseThreadData } from './leases/lease-thread.ts';
import { renewLeases } from './leases/renew-leases.ts';

/** The program of the lease thread: renews, at every quarter of a lease, what stands in the table. */
const { memory, address, tag, workerId, leaseMs } = workerData as LeaseThreadData;
const table = new LeaseTable(memory);
const connection = new Connection({ ...address, commandTimeoutMs: leaseMs / 2 });
const quarterMs = leaseMs / 4;
let isRenewing = false;

async function tick(): Promise<void> {
  if (isRenewing) return;
  isRenewing = true;
  try {
    await renewDue();
    table.beatOfRenewer();
  } catch {
    // The next tick tries again, the main thread helps out, and the lease outlives three of them.
  }
  isRenewing = false;
}

async function renewDue(): Promise<void> {
  const silentMs = table.mainSilentMs;
  const due = [...table.heldSince(sharedNow() - quarterMs)].filter((lease) => silentMs <= lease.blockedLimitMs);
  if (due.length === 0) return;
  const startedAt = sharedNow();
  const lost: LeasePlace[] = [];
  await renewLeases(connection.work, { tag, workerId, leaseMs }, due, (lease, isValid) => {
    if (isValid) table.markRenewed(lease, startedAt);
    else lost.push({ row: lease.row, generation: lease.generation });
  });
  if (lost.length > 0) parentPort?.postMessage(lost);
}

setInterval(() => void tick(), quarterMs);
void tick();
