import { type DeadReason, type IdSource, newTaskId, type Outcome } from '@graflow/taskspec';
import type { Wait } from '../time/wait.ts';
import type { Snapshot } from '../snapshot.ts';
import type { TaskForm } from './task-form.ts';

/** What a task that waits for others knows of them. */
export interface Upstream {
  /** Those that have not ended yet. */
  readonly open: Set<string>;
  /** The values that its arguments take. */
  readonly values: Map<string, Snapshot>;
}

/** What somebody waits for: a task, or an id that has none yet. */
export interface Awaited {
  readonly taskId: string;
  /** How it ended. */
  readonly outcome: Outcome | undefined;
  /** Who waits for that. */
  waits: ResultWaits;
}

/** Who waits for the outcome of a task; each knows which. */
export type ResultWaits = readonly Wait<unknown, Awaited>[];

/** Where a task is entered under its id. */
interface TaskIndex {
  enter(task: StoredTask): void;
}

/** Has an id, or leaves it to another to make it. */
interface Identified extends IdSource {
  leaveIdTo(source: IdSource): boolean;
}

/** What nobody waits for. */
export const nobody: ResultWaits = [];

/** Stands for the end of a task that has none yet. */
const none = Symbol('none');

/** The end of a task that has no value. */
class Dead {
  readonly reason: DeadReason;

  constructor(reason: DeadReason) {
    this.reason = reason;
  }
}

/**
 * A task from its enqueueing until its outcome is forgotten: waiting while it has neither claim nor outcome. Nobody can
 * look it up before somebody has seen its id, so that is made, and entered in the index, when somebody asks for it; until
 * then its handles alone lead to it, and it goes with the last of them.
 *
 * A queue may hold millions, and each is old when it runs. So it is small, and what becomes of it is kept in numbers, or
 * in objects that others hold: V8 keeps alive, until its next full collection, whatever an old object was given.
 */
export class StoredTask implements IdSource, Awaited {
  readonly form: TaskForm;
  /** Higher first; goes up where the task waits for too long. */
  priority: number;
  /** Where its claim stands among the open ones; -1 where it has none. */
  place = -1;
  /** What it waits or waited for. */
  upstream: Upstream | undefined;
  /** When the outcome is forgotten, in milliseconds since the queue was opened: a small number is no object. */
  expiry = 0;
  waits = nobody;
  attempts = 0;
  failures = 0;
  lostLeases = 0;
  refusals = 0;
  #end: Snapshot | Dead | typeof none = none;
  /** The id; until somebody asks for it the index, where there is one. */
  #id: string | TaskIndex | undefined;

  /** @param id - or what has one, which may leave it to the task to make it */
  constructor(form: TaskForm, id: string | Identified) {
    this.form = form;
    this.priority = form.options.priority ?? 0;
    if (typeof id === 'string') this.#id = id;
    else if (!id.leaveIdTo(this)) this.#id = id.taskId;
  }

  /** Whether nobody has asked for the id yet. */
  get isUnseen(): boolean {
    return typeof this.#id !== 'string';
  }

  get taskId(): string {
    const id = this.#id;
    if (typeof id === 'string') return id;
    const taskId = (this.#id = newTaskId());
    id?.enter(this);
    return taskId;
  }

  /** Whether it has an outcome. */
  get hasEnded(): boolean {
    return this.#end !== none;
  }

  /** How it ended, a value as a snapshot; undefined where it has not. */
  get outcome(): Outcome | undefined {
    const end = this.#end;
    if (end === none) return undefined;
    const { attempts: attempt } = this;
    return end instanceof Dead ? { ok: false, reason: end.reason, attempt } : { ok: true, value: end, attempt };
  }

  /** Takes down how it ended; the attempt is the last one. */
  endWith(outcome: Outcome): void {
    this.#end = outcome.ok ? (outcome.value as Snapshot) : new Dead(outcome.reason);
  }

  /** Enters it in the index, as soon as its id has been seen. */
  enterIn(index: TaskIndex): void {
    if (this.isUnseen) this.#id = index;
    else index.enter(this);
  }
}
