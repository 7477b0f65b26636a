import { codeOf } from './error-code.ts';
import type { Intake } from './intake.ts';
import type { Reporter } from './reporter.ts';
import { buryFailed, type Settlement } from './settlement.ts';
import type { TaskRun } from './task-run.ts';

/** Hears once whether the queue knows now that the claim of a run has ended; one for all runs. */
export type OnSettled = (run: TaskRun, isKnown: boolean) => void;

/**
 * Carries a settlement to the queue, and tells it. A result or follow-up that cannot travel is a failure of the task,
 * without another attempt; a lost lease supersedes it; a queue that does not answer leaves it to the end of its lease.
 */
export function settle(
  run: TaskRun,
  settlement: Settlement,
  intake: Pick<Intake, 'settle'>,
  reporter: Reporter,
  done: OnSettled,
): void {
  intake.settle(run, settlement, (error) => {
    if (error !== undefined) return settleRefused(error, run, settlement, intake, reporter, done);
    tell(run, settlement, reporter);
    done(run, true);
  });
}

function settleRefused(
  error: unknown,
  run: TaskRun,
  { step }: Settlement,
  intake: Pick<Intake, 'settle'>,
  reporter: Reporter,
  done: OnSettled,
): void {
  if (step === 'ack' && isFaultOfTheTask(error)) return settle(run, buryFailed(error), intake, reporter, done);
  const isSuperseded = codeOf(error) === 'GRAFLOW_LEASE_LOST';
  if (isSuperseded) reporter.tell(wasCancelled(run) ? 'task-cancelled' : 'task-superseded', run);
  else reporter.tellQueueError({ queue: run.queue.name, during: 'settle', error });
  done(run, isSuperseded);
}

function tell(run: TaskRun, settlement: Settlement, reporter: Reporter): void {
  switch (settlement.step) {
    case 'ack':
      return reporter.tell('task-succeeded', run);
    case 'retry': {
      const { failure, delayMs } = settlement;
      reporter.tell('task-failed', run, { failure });
      return reporter.tell('task-retried', run, { failure, delayMs });
    }
    case 'bury':
      if (settlement.reason.code !== 'GRAFLOW_RECORD_INVALID')
        reporter.tell('task-failed', run, { failure: settlement.reason.failure });
      return reporter.tell('task-buried', run, { reason: settlement.reason });
    case 'release': {
      const { step: _step, ...facts } = settlement;
      return reporter.tell('task-released', run, facts);
    }
  }
}

const wasCancelled = ({ claim }: TaskRun): boolean => codeOf(claim.signal.reason) === 'GRAFLOW_TASK_CANCELLED';

const faultCodes: ReadonlySet<unknown> = new Set([
  'GRAFLOW_PAYLOAD_UNSUPPORTED',
  'GRAFLOW_PAYLOAD_TOO_LARGE',
  'GRAFLOW_TASK_ID_TAKEN',
  'GRAFLOW_OPTION_INVALID',
]);

const isFaultOfTheTask = (error: unknown): boolean => faultCodes.has(codeOf(error));
