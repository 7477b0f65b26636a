import type { Logger } from '../log/logger.ts';
import type { Program } from '../participants/participant.ts';
import type { Ground } from '../stage/ground.ts';

/** A library under test: its participants, and how it tells what became of tasks. */
export interface Subject {
  readonly name: string;
  readonly worker: Program;
  readonly producer: Program;
  /** How long a claim holds where nobody says otherwise, in milliseconds. */
  readonly defaultLeaseMs: number;
  /** Whether a dead task whose runs ended their process is told as poison, and not as any failure. */
  readonly tellsPoison: boolean;
  /** How long a scenario waits for what must come, in milliseconds. */
  readonly patienceMs: number;
  /** Waits until every task has its outcome, and notes it, and where Redis still holds something. */
  collect(ground: Ground, ids: readonly string[], say: Logger, withinMs?: number): Promise<void>;
}
