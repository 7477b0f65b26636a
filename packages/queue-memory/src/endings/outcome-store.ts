import type { Outcome, PayloadLimits } from '@graflow/taskspec';
import { DeadlineHeap } from '../time/deadline-heap.ts';
import { Ending, type EndingHome } from './ending.ts';
import type { TaskEnding } from '../forms/stored-task.ts';
import type { Timeouts } from '../time/timeouts.ts';
import type { WaitLimits } from '../time/wait.ts';

/** What is known by task id: tasks, their outcomes until their time is over, and who waits for them. */
export class OutcomeStore implements EndingHome {
  readonly limits: PayloadLimits;
  readonly timeouts: Timeouts;
  readonly #endings = new Map<string, Ending>();
  readonly #expiries = new DeadlineHeap<TaskEnding>();
  #closed: Error | undefined;

  constructor(limits: PayloadLimits, timeouts: Timeouts) {
    this.limits = limits;
    this.timeouts = timeouts;
  }

  /** The time at which the next outcome is forgotten. */
  get nearest(): number {
    return this.#expiries.nearest;
  }

  find(taskId: string): Ending | undefined {
    return this.#endings.get(taskId);
  }

  /** Gives the ending of an id that somebody enqueues or asks for. */
  of(taskId: string): Ending {
    const known = this.#endings.get(taskId);
    if (known !== undefined) return known;
    const ending = new Ending(taskId, this);
    this.#endings.set(taskId, ending);
    return ending;
  }

  /** Waits for the outcome of a task and gives its value. */
  result(taskId: string, limits: WaitLimits): Promise<unknown> {
    return this.#closed === undefined ? this.of(taskId).result(limits) : Promise.reject(this.#closed);
  }

  /** Ends a task: its outcome is told and then kept until `expiresAt`. */
  settle(ending: TaskEnding, outcome: Outcome, expiresAt: number): void {
    ending.settle(outcome);
    this.#expiries.add(expiresAt, ending);
  }

  /** Forgets the outcomes whose time is over; their ids are free again. */
  forget(now: number): void {
    for (let ending = this.#expiries.takeDue(now); ending; ending = this.#expiries.takeDue(now)) this.drop(ending);
  }

  drop(ending: TaskEnding): void {
    if (this.find(ending.taskId) === ending) this.#endings.delete(ending.taskId);
  }

  close(error: Error): void {
    this.#closed = error;
    for (const ending of this.#endings.values()) ending.close(error);
    this.#endings.clear();
  }
}
