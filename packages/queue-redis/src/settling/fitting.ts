import { mostCallBytes } from '../enqueueing/call-sizes.ts';
import type { ClaimedRecord } from '../claiming/claimed-records.ts';
import type { PendingSettle } from './settle-call.ts';

/** How many of the first settles go in one call: as many as are allowed, or as are not too large for it, but one. */
export function fittingSettles(settles: readonly PendingSettle[], most: number): number {
  let bytes = 0;
  const count = Math.min(most, settles.length);
  for (let index = 0; index < count; index += 1) {
    for (const arg of (settles[index] as PendingSettle).args) if (typeof arg !== 'number') bytes += arg.length;
    if (bytes > mostCallBytes) return Math.max(1, index);
  }
  return count;
}

/** How many tasks to claim at once, by how large those were that came last; nobody knows how large the next ones are. */
export function fittingClaims(last: readonly ClaimedRecord[], most: number): number {
  let bytes = 0;
  for (const { record } of last) bytes += record.length;
  return bytes <= mostCallBytes ? most : Math.max(1, Math.floor((last.length * mostCallBytes) / bytes));
}
