import type { CommandLane } from '../connection/command-lane.ts';
import { runScript } from '../connection/script.ts';
import { renewScript } from '../scripts/renew.ts';

/** Who renews, for how long, and what becomes of a task whose lease nobody renews. */
export interface Renewal {
  readonly tag: string;
  readonly workerId: string;
  readonly leaseMs: number;
  readonly maxLostLeases: number;
}

/** One task, and the claim that it is said to belong to. */
export interface HeldLease {
  readonly entry: string;
  readonly token: string;
}

const leasesPerCall = 1_000;

/** Renews leases in Redis, and tells of each task whether it is still its claim's. @throws QueueRedisError */
export async function renewLeases<Lease extends HeldLease>(
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
