import { droppedReason, type Outcome, type PayloadLimits, resultTimeout, valueOf } from '@graflow/taskspec';
import { DeadlineHeap } from '../time/deadline-heap.ts';
import { KeptResults } from './kept-results.ts';
import { type Awaited, nobody, type StoredTask } from '../forms/stored-task.ts';
import { readSnapshot, type Snapshot } from '../snapshot.ts';
import type { Timeouts } from '../time/timeouts.ts';
import { Wait, type WaitKeeper, type WaitLimits } from '../time/wait.ts';

/** What an outcome store needs of its queue. */
export interface OutcomeStoreOptions {
  readonly limits: PayloadLimits;
  readonly now: () => number;
  readonly timeouts: Timeouts;
}

/** What is known by task id: tasks, their outcomes until their time is over, and who waits for them. */
export class OutcomeStore implements WaitKeeper<unknown, Awaited> {
  readonly #options: OutcomeStoreOptions;
  readonly #tasks = new Map<string, StoredTask>();
  /** The ids that somebody waits for and nobody has enqueued. */
  readonly #unknown = new Map<string, Awaited>();
  readonly #expiries = new DeadlineHeap<StoredTask>();
  #kept: KeptResults | undefined;
  readonly #openedAt: number;
  #closed: Error | undefined;

  constructor(options: OutcomeStoreOptions) {
    this.#options = options;
    this.#openedAt = options.now();
  }

  /** The time at which the next outcome is forgotten. */
  get nearest(): number {
    return this.#expiries.nearest;
  }

  /** Limits how many bytes outcomes may take from now on; undefined for no limit. */
  limit(mostBytes: number | undefined): void {
    this.#kept = mostBytes === undefined ? undefined : new KeptResults(mostBytes, this);
  }

  /** Gives the task that has an id. */
  find(taskId: string): StoredTask | undefined {
    return this.#tasks.get(taskId);
  }

  /** Gives the task that has the id of another one, or is it; one that was dropped may come again. */
  knownAs(task: StoredTask): StoredTask | undefined {
    const known = task.isUnseen ? undefined : this.find(task.taskId);
    return known?.hasEnded && wasDropped(known) ? undefined : known;
  }

  /** Lets a task be found by its id, unless its time is over; who waits for the id waits for the task. */
  enter(task: StoredTask): void {
    const { taskId } = task;
    if (this.isOver(task)) return;
    this.#tasks.set(taskId, task);
    if (task.hasEnded) this.#expiries.add(this.#openedAt + task.expiry, task);
    const unknown = this.#unknown.get(taskId);
    if (unknown === undefined) return;
    this.#unknown.delete(taskId);
    task.waits = unknown.waits;
    for (const wait of task.waits) wait.awaited = task;
  }

  /** Waits for the outcome of the task that has an id, or will, and gives its value; throws its reason. */
  result(taskId: string, limits: WaitLimits): Promise<unknown> {
    return this.#resultOf(this.find(taskId) ?? this.#unknownOf(taskId), limits);
  }

  /** Does the same for a task whose id nobody has seen; any other is found by its id, where it is still. */
  resultOf(task: StoredTask, limits: WaitLimits): Promise<unknown> {
    return task.isUnseen && !this.isOver(task) ? this.#resultOf(task, limits) : this.result(task.taskId, limits);
  }

  /** Ends a task: its outcome, whose value is a snapshot, is told to whoever waits and then kept until `expiresAt`. */
  settle(task: StoredTask, outcome: Outcome, expiresAt: number): void {
    task.endWith(outcome);
    task.expiry = small(expiresAt - this.#openedAt);
    if (!task.isUnseen) this.#expiries.add(expiresAt, task);
    this.#kept?.keep(task, outcome);
    const { waits } = task;
    task.waits = nobody; // all at once: each wait leaves when it is settled, and would search a list that may be long
    for (const wait of waits) {
      try {
        wait.resolve(this.#read(task, outcome));
      } catch (error) {
        wait.reject(error);
      }
    }
  }

  /** Forgets the outcomes whose time is over; their ids are free again. */
  forget(now: number): void {
    for (let task = this.#expiries.takeDue(now); task; task = this.#expiries.takeDue(now)) this.drop(task);
  }

  /** Forgets an outcome before its time, also where nobody has seen the id. */
  expire(task: StoredTask): void {
    task.expiry = -(2 ** 31);
    if (!task.isUnseen) this.drop(task);
  }

  /** Forgets a task. */
  drop(task: StoredTask): void {
    if (this.find(task.taskId) === task) this.#tasks.delete(task.taskId);
  }

  /** Whoever asks now is refused with this error. */
  close(error: Error): void {
    this.#closed = error;
    this.#tasks.clear();
  }

  late(wait: Wait<unknown, Awaited>): void {
    wait.reject(resultTimeout(wait.awaited.taskId, wait.timeoutMs ?? Infinity));
  }

  leave(wait: Wait<unknown, Awaited>): void {
    const { awaited } = wait;
    if (awaited.waits === nobody) return;
    awaited.waits = awaited.waits.filter((other) => other !== wait);
    if (awaited.waits.length > 0) return;
    awaited.waits = nobody;
    if (this.#unknown.size > 0 && this.#unknown.get(awaited.taskId) === awaited) this.#unknown.delete(awaited.taskId);
  }

  #resultOf(awaited: Awaited, limits: WaitLimits): Promise<unknown> {
    const { outcome } = awaited;
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (outcome !== undefined) return this.#readLater(awaited, outcome);
    const wait = new Wait(limits, this.#options.timeouts, this, awaited);
    awaited.waits = awaited.waits === nobody ? [wait] : [...awaited.waits, wait];
    return wait.promise;
  }

  /** Whether the outcome of a task is forgotten, or due to be. */
  isOver({ hasEnded, expiry }: StoredTask): boolean {
    return hasEnded && this.#openedAt + expiry <= this.#options.now();
  }

  #unknownOf(taskId: string): Awaited {
    const unknown = this.#unknown.get(taskId) ?? { taskId, outcome: undefined, waits: nobody };
    this.#unknown.set(taskId, unknown);
    return unknown;
  }

  async #readLater(awaited: Awaited, outcome: Outcome): Promise<unknown> {
    return this.#read(awaited, outcome);
  }

  #read(awaited: Awaited, outcome: Outcome): unknown {
    if (!outcome.ok) return valueOf(awaited.taskId, outcome);
    return readSnapshot(outcome.value as Snapshot, this.#options.limits);
  }
}

const wasDropped = ({ outcome }: StoredTask): boolean =>
  outcome?.ok === false && outcome.reason.code === droppedReason.code;

/** A difference is an object to V8, be it ever so small, and a field that meets one makes each task anew. */
const small = (ms: number): number => (Math.abs(ms) < 2 ** 31 ? Math.ceil(ms) | 0 : ms);
