import type { StoredTask } from '../forms/stored-task.ts';
import { Fifo } from './fifo.ts';

const highest = 2;
const levels = [2, 1, 0, -1, -2];

/** What stands for a lane among the tasks that are ready: whoever comes to it takes the first task of the lane. */
export class Ticket {
  readonly lane: Lane;
  /** That of the first task of the lane; goes up where the ticket stands for too long. */
  priority: number;

  constructor(lane: Lane, priority: number) {
    this.lane = lane;
    this.priority = priority;
  }
}

/** The tasks of one limit key that could be claimed if its limits allow it, and what these count. */
export class Lane {
  readonly key: string;
  /** How many of its tasks are claimed. */
  claimed = 0;
  /** The ticket that is valid; others of the lane are passed over. */
  ticket: Ticket | undefined;
  /** Whether it waits for the time from which it may start a task, or be forgotten. */
  isResting = false;
  /** The starts that still count, the oldest first. */
  readonly starts = new Fifo<number>();
  readonly #again = levels.map(() => new Fifo<StoredTask>());
  readonly #tasks = levels.map(() => new Fifo<StoredTask>());

  constructor(key: string) {
    this.key = key;
  }

  /** The priority of the first task; undefined where there is none. */
  get priority(): number | undefined {
    return levels.find((priority) => this.#next(priority) !== undefined);
  }

  /** Adds a task behind those of its priority, or before them where it was lost. */
  put(task: StoredTask, wasLost: boolean): void {
    (wasLost ? this.#again : this.#tasks)[highest - task.priority]?.put(task);
  }

  /** Takes the oldest task of the lowest priority, unless that is higher than the given one. */
  takeOldest(priority: number): StoredTask | undefined {
    const own = levels.findLast((level) => this.#next(level) !== undefined);
    return own === undefined || own > priority ? undefined : this.#next(own)?.take();
  }

  /** Puts such a task back. */
  putBack(task: StoredTask): void {
    this.#tasks[highest - task.priority]?.putFirst(task);
  }

  /** Takes the first task. */
  take(): StoredTask | undefined {
    const { priority } = this;
    return priority === undefined ? undefined : this.#next(priority)?.take();
  }

  /** Gives the list whose first task is the next of a priority; what was cancelled is dropped. */
  #next(priority: number): Fifo<StoredTask> | undefined {
    return [this.#again, this.#tasks]
      .map((lists) => lists[highest - priority] as Fifo<StoredTask>)
      .find((list) => {
        while (list.first?.hasEnded) list.take();
        return list.size > 0;
      });
  }
}
