import type { ClaimBackoff } from './claim-backoff.ts';
import type { Claimed, Claimer } from './claimer.ts';
import { codeOf } from './error-code.ts';
import type { Execute } from './execute.ts';
import type { Reporter } from './reporter.ts';
import { settle } from './settle.ts';
import { decideSettlement, giveBackNow } from './settlement.ts';
import { TaskRun } from './task-run.ts';

/** What the slots of one worker share. */
export interface SlotShare {
  readonly claim: Claimer;
  readonly backoff: ClaimBackoff;
  readonly reporter: Reporter;
  /** Runs an attempt, here or in a runner. */
  readonly execute: Execute;
  /** The runs that are not settled yet. */
  readonly running: Set<TaskRun>;
  /** Fires when nothing may be started any more. */
  readonly stopping: AbortSignal;
  /** How errors name the queues. */
  readonly queueNames: string;
  /** Whether a slot ends when there is nothing to claim, and throws when it cannot claim. */
  readonly untilEmpty: boolean;
}

/** One loop: claim, execute, settle, one task after the other. */
export async function runSlot(share: SlotShare): Promise<void> {
  const { claim, backoff, stopping, untilEmpty } = share;
  while (!stopping.aborted) {
    try {
      const claimed = await claim();
      backoff.succeeded();
      if (claimed !== undefined) await runClaimed(claimed, share);
      else if (untilEmpty) return;
    } catch (error) {
      if (stopping.aborted) return;
      if (untilEmpty) throw error;
      if (codeOf(error) === 'GRAFLOW_QUEUE_CLOSED') return;
      await backoff.failed((retryInMs) =>
        share.reporter.tellQueueError({ queue: share.queueNames, during: 'claim', error, retryInMs }),
      );
    }
  }
}

/** Neither `execute` nor `settle` throws: what goes wrong in them is data, or an event. */
async function runClaimed({ spec, queue }: NonNullable<Claimed>, share: SlotShare): Promise<void> {
  const { execute, reporter, running, stopping } = share;
  const run = new TaskRun(spec, queue, reporter);
  if (stopping.aborted) return void (await settle(run, giveBackNow, reporter));
  running.add(run);
  reporter.tell('task-claimed', run, {});
  const ending = await execute(run);
  if (run.phase === 'given-back') return;
  run.phase = 'settling';
  await settle(run, decideSettlement(ending, run), reporter);
  running.delete(run);
}
