import type { Rules } from './checker/history.ts';
import type { Stage } from './stage/stage.ts';

/** One way in which things go wrong, and what is asked of the queue and its workers then. */
export interface Scenario {
  /** Its number in the plan of faults. */
  readonly number: number;
  /** What is done, in a few words. */
  readonly words: string;
  /** Whether CI plays it, in its small form. */
  readonly inCi: boolean;
  /** Whether it is played only when it is asked for by its number. */
  readonly takesLong?: boolean;
  /** Whether it tries all that there is: then no seed decides anything, and one is enough. */
  readonly isExhaustive?: boolean;
  /** Whether BullMQ can play it too, so that figures stand side by side. */
  readonly hasRival?: boolean;
  /** What is allowed beyond the usual, or asked for. */
  readonly rules?: Partial<Rules>;
  /** Plays it once. Gives the ids of the tasks that must have ended, and how long recovering took each time. */
  play(stage: Stage): Promise<Played>;
}

/** What a scenario gives back when it was played. */
export interface Played {
  /** The tasks whose outcomes are collected and checked. */
  readonly ids: readonly string[];
  /** How long it took until the work went on, each time, in milliseconds. */
  readonly recoveredInMs?: readonly number[];
  /** What else was asked for and not seen: one line each. */
  readonly broken?: readonly string[];
  /** What else is worth knowing: one line each. */
  readonly notes?: readonly string[];
}
