import type { TaskRun } from './task-run.ts';

/**
 * The runs that are not settled yet. Not a `Set`: V8 links each table that a Set has outgrown to the next one, so once
 * one of them is old, whatever went through the later ones lives until the next full collection.
 */
export class RunningTasks {
  readonly #runs: TaskRun[] = [];

  get size(): number {
    return this.#runs.length;
  }

  add(run: TaskRun): void {
    run.place = this.#runs.push(run) - 1;
  }

  /** Takes a run out; the last one gets its place. */
  delete(run: TaskRun): void {
    const last = this.#runs.pop();
    if (last === undefined || last === run) return;
    this.#runs[run.place] = last;
    last.place = run.place;
  }

  /** Gives them all, as they are now. */
  all(): readonly TaskRun[] {
    return [...this.#runs];
  }
}
