import { describe } from 'vitest';
import { describeAfter } from './after.ts';
import { describeAgeing } from './ageing.ts';
import { describeBacklog } from './backlog.ts';
import { describeCancel } from './cancel.ts';
import { describeClaim } from './claim.ts';
import { describeClose } from './close.ts';
import { describeConcurrency } from './concurrency.ts';
import { describeDedup } from './dedup.ts';
import { describeDeadLetters } from './dead-letters.ts';
import { describeDropOldest } from './drop-oldest.ts';
import { describeEnqueue } from './enqueue.ts';
import { describeEvents } from './events.ts';
import { describeFollowUps } from './follow-ups.ts';
import { describeGroup } from './group.ts';
import { type Capabilities, type OpenQueue, setupWith } from './harness.ts';
import { describeHealth } from './health.ts';
import { describeLease } from './lease.ts';
import { describeKeyLimits } from './key-limits.ts';
import { describeKeyPlaces } from './key-places.ts';
import { describeLimits } from './limits.ts';
import { describeOrder } from './order.ts';
import { describeOutcome } from './outcome.ts';
import { describePause } from './pause.ts';
import { describePayload } from './payload.ts';
import { describeProgress } from './progress.ts';
import { describePublish } from './publish.ts';
import { describeResultOf } from './result-of.ts';
import { describeRetention } from './retention.ts';
import { describeRetry } from './retry.ts';
import { describeSchedules } from './schedules.ts';
import { describeSeed } from './seed.ts';
import { describeSettle } from './settle.ts';
import { describeSignals } from './signals.ts';
import { describeState } from './state.ts';
import { describeStateWatch } from './state-watch.ts';
import { describeStateInTasks } from './state-in-tasks.ts';
import { describeTaskId } from './task-id.ts';
import { describeUnroutable } from './unroutable.ts';
import { describeUpstreamEnded } from './upstream-ended.ts';

/**
 * The law of the port, as tests: every adapter runs all of it.
 *
 * @example
 * ```ts
 * import { describeTaskQueue } from '@graflow-tooling/queue-contract';
 *
 * describeTaskQueue('redis', openRedisQueue, { separateWorkers: true });
 * ```
 */
export function describeTaskQueue(name: string, open: OpenQueue, capabilities: Capabilities = {}): void {
  const setup = setupWith(open);
  const { isOneWhole = true } = capabilities;
  describe(`the port over ${name}`, () => {
    describeSeed(setup);
    describeEnqueue(setup);
    describeTaskId(setup);
    describeDedup(setup);
    describePayload(setup);
    describeOrder(setup);
    describeClaim(setup);
    describeSettle(setup);
    describeFollowUps(setup);
    describeAfter(setup);
    describeUpstreamEnded(setup);
    describeResultOf(setup);
    describeGroup(setup);
    describeRetry(setup);
    describeUnroutable(setup, capabilities);
    describeLease(setup);
    describeOutcome(setup);
    describeProgress(setup);
    describeCancel(setup);
    describeDeadLetters(setup);
    if (isOneWhole) describeRetention(setup);
    describeSchedules(setup);
    describeEvents(setup);
    describePause(setup);
    if (isOneWhole) describeLimits(setup);
    describeKeyLimits(setup);
    describeKeyPlaces(setup);
    describeAgeing(setup);
    if (isOneWhole) describeBacklog(setup);
    if (isOneWhole) describeDropOldest(setup);
    describeState(setup);
    describeStateWatch(setup);
    describeStateInTasks(setup);
    describeSignals(setup);
    describeConcurrency(setup);
    describeHealth(setup);
    describeClose(setup);
    describePublish(setup);
  });
}

/** The part of the law in which one task concerns another: what a queue in partitions must carry from one to the other. */
export function describeWhatCrosses(name: string, open: OpenQueue): void {
  const setup = setupWith(open);
  describe(`what crosses over ${name}`, () => {
    describeSeed(setup);
    describeFollowUps(setup);
    describeAfter(setup);
    describeUpstreamEnded(setup);
    describeResultOf(setup);
    describeGroup(setup);
    describeStateInTasks(setup);
  });
}
