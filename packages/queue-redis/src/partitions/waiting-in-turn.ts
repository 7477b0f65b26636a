import { Claimer } from '../claiming/claimer.ts';

/** Somebody who waits for tasks of several partitions. */
export class WaitingInTurn extends Claimer {
  /** When the wait began, by the count of what happens. */
  begunAt = 0;
  /** The partitions that had nothing since then. */
  readonly triedIn = new Set<number>();
}
