import { type DeadReason, encodeOutcome } from '@graflow/taskspec';

/** Writes the outcome of a task that ended without a value. */
export const outcomeOf = (reason: DeadReason, attempt: number): string => encodeOutcome({ ok: false, reason, attempt });
