import { type Channel, channel } from 'node:diagnostics_channel';
import type { DeadReason } from '../queue/outcome.ts';
import type { Verdict } from './open-record.ts';

/** What is published on {@link recordRefused}: which record a queue refused by itself, and why. */
export interface RecordRefused {
  /** The name of the queue. */
  readonly queue: string;
  /** The id under which the record was stored; whoever can write to the store chose it, so escape it where it is shown. */
  readonly taskId: string;
  /** What becomes of the record: dead-lettered (`bad`), or given back for other workers (`not-mine`). */
  readonly verdict: Exclude<Verdict['verdict'], 'good'>;
  /** Why; its message may quote the record. */
  readonly reason: DeadReason;
}

/**
 * The diagnostics channel `graflow:record-refused`, on which a queue publishes a {@link RecordRefused} for each record
 * that it settles by itself, because no worker of this process may see it. Every copy of this package has the same one.
 *
 * @example
 * ```ts
 * import { type RecordRefused, recordRefused } from '@graflow/taskspec';
 *
 * recordRefused.subscribe((message) => {
 *   const { queue, taskId, reason } = message as RecordRefused;
 *   console.warn(JSON.stringify({ queue, taskId, code: reason.code }));
 * });
 * ```
 */
export const recordRefused: Channel = channel('graflow:record-refused');
