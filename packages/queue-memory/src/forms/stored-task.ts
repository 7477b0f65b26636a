import type { Ending } from '../endings/ending.ts';
import type { TaskForm } from './task-form.ts';
import type { Upstream } from '../after/held-tasks.ts';

/** What a task knows of its claim. */
export interface HeldBy {
  /** Tells the holder that the lease is lost, and why where that is not all. */
  lose(reason?: Error): void;
}

/** A task from its enqueueing until its outcome is forgotten: waiting while it has neither claim nor outcome. */
export class StoredTask {
  readonly form: TaskForm;
  readonly ending: Ending;
  readonly taskId: string;
  readonly priority: number;
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

  constructor(form: TaskForm, ending: Ending) {
    this.form = form;
    this.ending = ending;
    ending.task = this;
    this.taskId = form.spec.taskId;
    this.priority = form.spec.options.priority ?? 0;
  }
}
