import { taskContext } from '@graflow/taskspec';
import type { TaskRun } from '../task-run.ts';

/** The runs of this runner, by their number. */
export class RunnerRuns {
  readonly #byNumber = new Map<number, TaskRun>();
  readonly #numbers = new WeakMap<object, number>();

  /** Adds a run. */
  add(number: number, run: TaskRun): void {
    this.#byNumber.set(number, run);
    this.#numbers.set(run, number);
  }

  /** Finds a run that has not ended. */
  get(number: number): TaskRun | undefined {
    return this.#byNumber.get(number);
  }

  /** Forgets a run that has ended. */
  delete(number: number): void {
    this.#byNumber.delete(number);
  }

  /**
   * Whose code this is, by its context: the number of a run; `ended` for what a run left behind; undefined where nobody
   * knows.
   */
  current(): number | 'ended' | undefined {
    const number = this.#numbers.get(contextHere() ?? this);
    if (number !== undefined) return this.#byNumber.has(number) ? number : 'ended';
    if (this.#byNumber.size === 0) return 'ended';
    return this.#byNumber.size === 1 ? [...this.#byNumber.keys()][0] : undefined;
  }
}

function contextHere(): object | undefined {
  try {
    return taskContext();
  } catch {
    return undefined;
  }
}
