import type { QueueHealth } from '@graflow/taskspec';

/** Judges a queue by its partitions: it is as healthy as the worst of them. */
export function healthOfAll(partitions: readonly QueueHealth[]): QueueHealth {
  const [first] = partitions as [QueueHealth];
  const worst = partitions.find(({ isConsuming }) => !isConsuming) ?? first;
  const backlogs = partitions.map(({ backlog }) => backlog);
  const claimedAt = partitions.flatMap(({ lastSuccessfulClaimAt: at }) => (at === undefined ? [] : [at]));
  return {
    ...worst,
    lastSuccessfulClaimAt: claimedAt.length === 0 ? undefined : Math.max(...claimedAt),
    backlog: backlogs.includes(undefined) ? undefined : backlogs.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    leaseRenewalLagMs: Math.max(...partitions.map(({ leaseRenewalLagMs }) => leaseRenewalLagMs)),
  };
}
