import type { CommandLane } from '../connection/command-lane.ts';
import { runScript } from '../connection/script.ts';
import { renewScript } from '../scripts/renew.ts';

/** Who renews, and for how long. */
export interface Renewal {
  readonly tag: string;
  readonly workerId: string;
  readonly leaseMs: number;
}

const leasesPerCall = 1_000;

/** Renews leases in Redis, and tells of each whether it is valid. @throws QueueRedisError */
export async function renewLeases<Lease extends { readonly entry: string; readonly token: string }>(
  lane: CommandLane,
  { tag, workerId, leaseMs }: Renewal,
  leases: readonly Lease[],
  tell: (lease: Lease, isValid: boolean) => void,
): Promise<void> {
  for (let start = 0; start < leases.length; start += leasesPerCall) {
    const batch = leases.slice(start, start + leasesPerCall);
    const args = [workerId, leaseMs, batch.length, ...batch.flatMap(({ entry, token }) => [entry, token])];
    const verdicts = String(await runScript(lane, renewScript, tag, args));
    batch.forEach((lease, index) => tell(lease, verdicts[index] === 'y'));
  }
}
