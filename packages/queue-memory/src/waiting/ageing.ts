import type { Fifo } from './fifo.ts';

/** What stands in a list: a task, or the ticket of a lane. */
interface Standing {
  priority: number;
}

interface Mark {
  /** When the list was looked at. */
  readonly at: number;
  /** How many of the tasks that stood in it then still do. */
  left: number;
}

/**
 * Raises tasks that wait for long: those that have stood in a list since it was looked at go to the end of the next
 * higher one once the time is over, and it is looked at again. A task waits between once and twice the time.
 */
export class Ageing {
  readonly #afterMs: number;
  readonly #marks: (Mark | undefined)[] = [];

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Raises what is due, from the highest list to the lowest, so that nothing is raised twice. */
  raise(lists: readonly Fifo<Standing>[], now: number): void {
    for (const [level, list] of lists.entries()) {
      const higher = lists[level - 1];
      const mark = this.#marks[level];
      if (higher === undefined || (mark !== undefined && now - mark.at < this.#afterMs)) continue;
      for (let left = mark?.left ?? 0; left > 0; left -= 1) raiseOne(list, higher);
      this.#marks[level] = { at: now, left: list.size };
    }
  }

  /** Hears that the first task of a list was taken. */
  taken(level: number): void {
    const mark = this.#marks[level];
    if (mark !== undefined) mark.left -= 1;
  }
}

/** It keeps its rank when it waits again. */
function raiseOne(list: Fifo<Standing>, higher: Fifo<Standing>): void {
  const task = list.take();
  if (task === undefined) return;
  task.priority += 1;
  higher.put(task);
}
