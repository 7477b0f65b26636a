import type { Outcome } from '@graflow/taskspec';
import type { Snapshot } from '../snapshot.ts';
import type { TaskForm } from './task-form.ts';

/** What a task knows of its claim. */
export interface HeldBy {
  /** Tells the claim from every other one. */
  readonly token: string;
  /** Tells the holder that the lease is lost, and why where that is not all. */
  lose(reason?: Error): void;
}

/** What is known under the id of a task. */
export interface TaskEnding {
  readonly taskId: string;
  readonly outcome: Outcome | undefined;
  task: StoredTask | undefined;
  settle(outcome: Outcome): void;
}

/** What a task that waits for others knows of them. */
export interface Upstream {
  /** Those that have not ended yet. */
  readonly open: Set<string>;
  /** The values that its arguments take. */
  readonly values: Map<string, Snapshot>;
}

/** A task from its enqueueing until its outcome is forgotten: waiting while it has neither claim nor outcome. */
export class StoredTask {
  readonly form: TaskForm;
  readonly ending: TaskEnding;
  readonly taskId: string;
  /** Higher first; goes up where the task waits for too long. */
  priority: number;
  /** The claim that may settle the task; there is at most one. */
  claim: HeldBy | undefined;
  /** What it waits or waited for. */
  upstream: Upstream | undefined;
  attempts = 0;
  failures = 0;
  lostLeases = 0;
  refusals = 0;
  /** Whether it was cancelled while it waited: whoever comes to it passes it over. */
  isCancelled = false;

  constructor(form: TaskForm, ending: TaskEnding) {
    this.form = form;
    this.ending = ending;
    ending.task = this;
    this.taskId = form.spec.taskId;
    this.priority = form.spec.options.priority ?? 0;
  }
}
