import { type AnySpec, type IdSource, newTaskId, type Outcome } from '@graflow/taskspec';
import type { Wait } from '../time/wait.ts';
import type { Snapshot } from '../snapshot.ts';
import type { TaskForm } from './task-form.ts';

/** What a task knows of its claim. */
export interface HeldBy {
  /** Tells the claim from every other one. */
  readonly token: string;
  /** Where it stands among the open ones. */
  place: number;
  /** Tells the holder that the lease is lost, and why where that is not all. */
  lose(reason?: Error): void;
}

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

/** What nobody waits for. */
export const nobody: ResultWaits = [];

/**
 * A task from its enqueueing until its outcome is forgotten: waiting while it has neither claim nor outcome. Nobody can
 * look it up before somebody has seen its id, so that is made, and entered in the index, when somebody asks for it; until
 * then its handles alone lead to it, and it goes with the last of them.
 */
export class StoredTask implements IdSource, Awaited {
  readonly form: TaskForm;
  /** Higher first; goes up where the task waits for too long. */
  priority: number;
  /** The claim that may settle the task; there is at most one. */
  claim: HeldBy | undefined;
  /** What it waits or waited for. */
  upstream: Upstream | undefined;
  /** How it ended, a value as a snapshot; undefined where it has not. */
  outcome: Outcome | undefined;
  /** When the outcome is forgotten. Not 0 before: V8 would have to give each task another shape when it ends. */
  expiresAt: number | undefined;
  waits = nobody;
  attempts = 0;
  failures = 0;
  lostLeases = 0;
  refusals = 0;
  /** Whether it was cancelled while it waited: whoever comes to it passes it over. */
  isCancelled = false;
  #taskId: string | undefined;
  #index: TaskIndex | undefined;

  constructor(form: TaskForm) {
    const { spec } = form;
    this.form = form;
    this.priority = spec.options.priority ?? 0;
    if (!spec.leaveIdTo(this)) this.#taskId = spec.taskId;
  }

  /** The spec that was enqueued. */
  get spec(): AnySpec {
    return this.form.spec;
  }

  /** Whether nobody has asked for the id yet. */
  get isUnseen(): boolean {
    return this.#taskId === undefined;
  }

  get taskId(): string {
    if (this.#taskId === undefined) {
      this.#taskId = newTaskId();
      this.#index?.enter(this);
    }
    return this.#taskId;
  }

  /** Enters it in the index, as soon as its id has been seen. */
  enterIn(index: TaskIndex): void {
    if (this.isUnseen) this.#index = index;
    else index.enter(this);
  }
}
