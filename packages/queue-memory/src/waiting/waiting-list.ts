import { DeadlineHeap } from '../time/deadline-heap.ts';
import type { Ageing } from './ageing.ts';
import { Fifo } from './fifo.ts';
import { Ticket } from './lane.ts';
import { Lanes } from './lanes.ts';
import type { StoredTask } from '../forms/stored-task.ts';

const highest = 2;
const lowest = -2;

/** The tasks that nobody holds: ready ones by priority and then by order, delayed ones by their time. */
export class WaitingList {
  /** Whether nothing may be taken for now. */
  isPaused = false;
  /** Raises tasks that wait for too long, where that is wanted. */
  ageing: Ageing | undefined;
  /** The ready ones that have a limit key. */
  readonly lanes = new Lanes((ticket) => this.#ready[highest - ticket.priority]?.put(ticket));
  readonly #ready = Array.from({ length: highest - lowest + 1 }, () => new Fifo<StoredTask | Ticket>());
  readonly #delayed = new DeadlineHeap<StoredTask>();
  /** How many of the ready ones were cancelled. */
  #cancelled = 0;
  readonly #becameReady: (task: StoredTask) => void;

  /** @param becameReady - hears of each delayed task whose time has come */
  constructor(becameReady: (task: StoredTask) => void = () => undefined) {
    this.#becameReady = becameReady;
  }

  /** The time at which the next delayed task becomes ready, or the rate of a key allows another one. */
  get nearest(): number {
    return Math.min(this.#delayed.nearest, this.lanes.nearest);
  }

  /** How many tasks are ready. */
  get readyCount(): number {
    const others = this.lanes.waiting - this.lanes.tickets - this.#cancelled;
    return this.#ready.reduce((sum, list) => sum + list.size, others);
  }

  /** How many wait for their time. */
  get delayedCount(): number {
    return this.#delayed.size;
  }

  /** Adds a task behind those of its priority, or for a time to come; if it was claimed, it is not any more. */
  add(task: StoredTask, dueAt = 0): void {
    const { limitKey } = task.form.options;
    const wasLost = limitKey !== undefined && this.lanes.leave(task);
    if (dueAt > 0) this.#delayed.add(dueAt, task);
    else if (limitKey !== undefined) this.lanes.put(task, limitKey, wasLost);
    else this.#ready[highest - task.priority]?.put(task);
  }

  /** Takes out a task that waits here and ends: a delayed one at once, a ready one when its turn comes. */
  cancel(task: StoredTask): void {
    if (this.#delayed.remove(task)) return;
    if (task.form.options.limitKey !== undefined) return this.lanes.cancel();
    this.#cancelled += 1;
  }

  /** Makes ready what is due. */
  promote(now: number): void {
    for (let task = this.#delayed.takeDue(now); task; task = this.#delayed.takeDue(now)) {
      this.add(task);
      this.#becameReady(task);
    }
    this.lanes.wake(now);
  }

  /** Raises the tasks that have waited for too long. */
  raise(now: number): void {
    this.ageing?.raise(this.#ready, now);
  }

  /** Takes the next ready task. */
  take(): StoredTask | undefined {
    if (this.isPaused) return undefined;
    for (const list of this.#ready) {
      const task = this.#takeFrom(list, this.#takeByTicket);
      if (task !== undefined) return task;
    }
    return undefined;
  }

  /** Takes the ready task of the lowest priority whose turn comes first, unless that is higher than the given one. */
  takeOldest(priority: number): StoredTask | undefined {
    for (let level = lowest; level <= priority; level += 1) {
      const list = this.#ready[highest - level] as Fifo<StoredTask | Ticket>;
      const task = this.#takeFrom(list, (ticket) => this.lanes.takeOldestBy(ticket, priority));
      if (task !== undefined) return task;
    }
    return undefined;
  }

  /** Puts a task back that was taken as the oldest one. */
  putBack(task: StoredTask): void {
    const { limitKey } = task.form.options;
    if (limitKey === undefined) this.#ready[highest - task.priority]?.putFirst(task);
    else this.lanes.putBack(task, limitKey);
  }

  readonly #takeByTicket = (ticket: Ticket): StoredTask | undefined => this.lanes.take(ticket);

  /** Takes the first task of a list that has not ended; of a ticket, what it leads to. */
  #takeFrom(list: Fifo<StoredTask | Ticket>, by: (ticket: Ticket) => StoredTask | undefined): StoredTask | undefined {
    for (let next = list.take(); next; next = list.take()) {
      this.ageing?.taken(highest - next.priority);
      if (next instanceof Ticket) {
        const task = by(next);
        if (task !== undefined) return task;
      } else if (!next.hasEnded) return next;
      else this.#cancelled -= 1;
    }
    return undefined;
  }
}
