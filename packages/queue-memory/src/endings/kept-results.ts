import type { Outcome } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import { lengthOf, type Snapshot } from '../snapshot.ts';
import { Fifo } from '../waiting/fifo.ts';

interface Kept {
  readonly task: StoredTask;
  readonly length: number;
}

/** Where the outcomes are. */
interface Outcomes {
  /** Whether an outcome is gone. */
  isOver(task: StoredTask): boolean;
  /** Lets an outcome go as if its time were over. */
  expire(task: StoredTask): void;
}

/** What an outcome counts besides its bytes. */
const besideBytes = 100;

/** The outcomes that are kept under a limit of bytes, by when they were stored; those go first that were stored first. */
export class KeptResults {
  readonly #mostBytes: number;
  readonly #outcomes: Outcomes;
  readonly #kept = new Fifo<Kept>();
  #bytes = 0;

  constructor(mostBytes: number, outcomes: Outcomes) {
    this.#mostBytes = mostBytes;
    this.#outcomes = outcomes;
  }

  /** Takes an outcome; lets older ones go while all take too much, and those from the front that are gone already. */
  keep(task: StoredTask, outcome: Outcome): void {
    const length = lengthOfOutcome(outcome) + besideBytes;
    this.#kept.put({ task, length });
    this.#bytes += length;
    for (let oldest = this.#kept.first; oldest !== undefined && this.#kept.size > 1; oldest = this.#kept.first) {
      const isGone = this.#outcomes.isOver(oldest.task);
      if (!isGone && this.#bytes <= this.#mostBytes) return;
      this.#kept.take();
      this.#bytes -= oldest.length;
      if (!isGone) this.#outcomes.expire(oldest.task);
    }
  }
}

const lengthOfOutcome = (outcome: Outcome): number =>
  outcome.ok ? lengthOf(outcome.value as Snapshot) : JSON.stringify(outcome.reason).length;
