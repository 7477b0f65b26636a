import { defaultResultTtlMs } from '@graflow/taskspec';
import type { CommandLane } from '../connection/command-lane.ts';
import { runScript } from '../connection/script.ts';
import type { HeldLease, Renewal } from './renew-leases.ts';
import { letGoScript } from '../scripts/let-go.ts';

const leasesPerCall = 1_000;

/**
 * Ends the leases of single tasks. Left alone they would last for as long as another task of their claim is renewed.
 *
 * @throws QueueRedisError
 */
export async function letGoLeases(
  lane: CommandLane,
  { tag, maxLostLeases }: Renewal,
  leases: readonly HeldLease[],
): Promise<void> {
  for (let start = 0; start < leases.length; start += leasesPerCall) {
    const batch = leases.slice(start, start + leasesPerCall);
    const args = [
      maxLostLeases,
      defaultResultTtlMs,
      batch.length,
      ...batch.flatMap(({ entry, token }) => [entry, token]),
    ];
    await runScript(lane, letGoScript, tag, args);
  }
}
