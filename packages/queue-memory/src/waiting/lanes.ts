import type { KeyLimits } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import { DeadlineHeap } from '../time/deadline-heap.ts';
import { Lane, Ticket } from './lane.ts';

/**
 * The tasks that have a limit key. A lane that may start a task has one ticket among the ready ones, and a new one behind
 * them when that was taken, so lanes take turns; one that is full has none until a task leaves it, and one that started as
 * many as the rate allows rests until it may. A lane without tasks is forgotten.
 */
export class Lanes {
  /** How many tasks wait here. */
  waiting = 0;
  /** How many tickets stand among the ready tasks, valid or not. */
  tickets = 0;
  readonly #lanes = new Map<string, Lane>();
  readonly #resting = new DeadlineHeap<Lane>();
  /** The claimed tasks, with how often each had been lost before. */
  readonly #claimed = new Map<StoredTask, number>();
  readonly #stand: (ticket: Ticket) => void;
  #limits: KeyLimits = {};
  #now: () => number = Date.now;

  /** @param stand - puts a ticket behind the ready tasks of its priority */
  constructor(stand: (ticket: Ticket) => void) {
    this.#stand = stand;
  }

  /** The time at which the next lane has rested long enough. */
  get nearest(): number {
    return this.#resting.nearest;
  }

  /** Puts these limits in the place of those before. */
  limit(limits: KeyLimits, now: () => number): void {
    this.#limits = limits;
    this.#now = now;
    this.wake(Infinity);
    for (const lane of Array.from(this.#lanes.values())) this.#offer(lane);
  }

  /** Adds a task behind those of its key and priority, or before them where it was lost. */
  put(task: StoredTask, key: string, wasLost: boolean): void {
    const lane = this.#lanes.get(key) ?? new Lane(key);
    this.#lanes.set(key, lane);
    lane.put(task, wasLost);
    this.waiting += 1;
    this.#offer(lane);
  }

  /** Takes the task that a ticket leads to, if the ticket is still valid and the limits allow it. */
  take(ticket: Ticket): StoredTask | undefined {
    this.tickets -= 1;
    const { lane } = ticket;
    if (lane.ticket !== ticket) return undefined;
    lane.ticket = undefined;
    const task = this.#mayStart(lane) ? lane.take() : undefined;
    if (task !== undefined) {
      this.waiting -= 1;
      lane.claimed += 1;
      if (this.#limits.rate !== undefined) lane.starts.put(this.#now());
      this.#claimed.set(task, task.lostLeases);
    }
    this.#offer(lane);
    return task;
  }

  /** Takes the oldest task of a key, of the lowest priority, unless that is higher than the given one. */
  takeOldest(key: string, priority: number): StoredTask | undefined {
    return this.#takeOut(this.#lanes.get(key)?.takeOldest(priority));
  }

  /** Does the same by a ticket; its lane gets another turn. */
  takeOldestBy(ticket: Ticket, priority: number): StoredTask | undefined {
    this.tickets -= 1;
    const { lane } = ticket;
    if (lane.ticket !== ticket) return undefined;
    lane.ticket = undefined;
    const task = this.#takeOut(lane.takeOldest(priority));
    this.#offer(lane);
    return task;
  }

  /** Puts such a task back. */
  putBack(task: StoredTask, key: string): void {
    const lane = this.#lanes.get(key) ?? new Lane(key);
    this.#lanes.set(key, lane);
    lane.putBack(task);
    this.waiting += 1;
    this.#offer(lane);
  }

  /** Gives the place of a claimed task back; tells whether its claim was lost. */
  leave(task: StoredTask): boolean {
    const lostBefore = this.#claimed.get(task);
    if (lostBefore === undefined) return false;
    this.#claimed.delete(task);
    const lane = this.#lanes.get(task.form.options.limitKey as string) as Lane;
    lane.claimed -= 1;
    this.#offer(lane);
    return task.lostLeases > lostBefore;
  }

  /** Lets go of a task that waits here; its lane passes it over. */
  cancel(): void {
    this.waiting -= 1;
  }

  /** Ends the rest of those whose time has come. */
  wake(now: number): void {
    for (let lane = this.#resting.takeDue(now); lane; lane = this.#resting.takeDue(now)) {
      lane.isResting = false;
      if (now !== Infinity) this.#offer(lane);
    }
  }

  #takeOut(task: StoredTask | undefined): StoredTask | undefined {
    if (task !== undefined) this.waiting -= 1;
    return task;
  }

  /** Gives a lane that may start a task its ticket, and forgets one that has none. */
  #offer(lane: Lane): void {
    const { priority, ticket } = lane;
    if (priority === undefined) return this.#forget(lane);
    if (!this.#mayStart(lane) || (ticket !== undefined && ticket.priority >= priority)) return;
    lane.ticket = new Ticket(lane, priority);
    this.tickets += 1;
    this.#stand(lane.ticket);
  }

  #mayStart(lane: Lane): boolean {
    const { concurrency = Infinity, rate } = this.#limits;
    if (lane.claimed >= concurrency) return false;
    const startsAt = rate === undefined ? 0 : this.#startsAt(lane, rate.perMs, rate.count);
    if (startsAt === 0) return true;
    this.#rest(lane, startsAt);
    return false;
  }

  /** When one more task of a lane may start: 0 for now. */
  #startsAt({ starts }: Lane, perMs: number, count: number): number {
    const until = this.#now() - perMs;
    while (starts.first !== undefined && starts.first <= until) starts.take();
    return starts.size < count ? 0 : (starts.first as number) + perMs;
  }

  #rest(lane: Lane, until: number): void {
    if (lane.isResting) return;
    lane.isResting = true;
    this.#resting.add(until, lane);
  }

  #forget(lane: Lane): void {
    if (lane.claimed > 0 || lane.ticket !== undefined || lane.isResting) return;
    const { rate } = this.#limits;
    const startsAt = rate === undefined ? 0 : this.#startsAt(lane, rate.perMs, 1);
    if (startsAt > 0) this.#rest(lane, startsAt);
    else this.#lanes.delete(lane.key);
  }
}
