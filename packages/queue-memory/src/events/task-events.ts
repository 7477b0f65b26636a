import {
  eachEvent,
  type EventReason,
  eventReason,
  type EventsOptions,
  type Failure,
  type Outcome,
  type TaskQueue,
} from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import { dueAt } from '../waiting/due-at.ts';
import { EventLog, type Happening } from './event-log.ts';

const longestText = 1_000;

/** What the parts of a queue tell of its tasks; where nobody listens, nothing is made of it, not even the tasks' ids. */
export class TaskEvents {
  readonly log: EventLog;
  readonly #now: () => number;
  readonly #closing = new AbortController();

  constructor(now: () => number) {
    this.#now = now;
    this.log = new EventLog(now);
  }

  /** Gives what happens from now on. @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, `GRAFLOW_QUEUE_CLOSED` */
  async listen(options?: EventsOptions): ReturnType<TaskQueue['events']> {
    this.#closing.signal.throwIfAborted();
    return eachEvent(this.log.read, this.#closing.signal, options);
  }

  /** Ends what everybody hears. */
  close(error: Error): void {
    this.#closing.abort(error);
    this.log.close();
  }

  /** A task or a group is new. */
  enqueued(task: StoredTask): void {
    if (!this.log.isHeard) return;
    const { taskId, form } = task;
    if (form.isGroup) return this.log.add(taskId, { event: 'group-made' });
    const delayMs = this.#delayOf(form);
    this.log.add(taskId, { event: 'task-enqueued', delayMs, isHeldBack: form.upstream.length > 0 });
  }

  /** A task waits for no other one any more. */
  letGo(task: StoredTask): void {
    if (this.log.isHeard && this.#delayOf(task.form) === 0) this.log.add(task.taskId, { event: 'task-ready' });
  }

  /** The time of a delayed task has come. */
  ready = (task: StoredTask): void => this.tell(task, 'task-ready');

  /** Tells what needs no more than its name. */
  tell(task: StoredTask, event: 'task-ready' | 'task-replayed' | 'task-discarded'): void {
    if (this.log.isHeard) this.log.add(task.taskId, { event });
  }

  /** An attempt began. */
  claimed(task: StoredTask): void {
    if (this.log.isHeard) this.log.add(task.taskId, { event: 'task-claimed', attempt: task.attempts });
  }

  /** An attempt ended, and the task did not. */
  gaveBack(task: StoredTask, event: 'task-retried' | 'task-released', delayMs = 0, failure?: Failure): void {
    if (!this.log.isHeard) return;
    const { taskId, attempts: attempt } = task;
    const code = event === 'task-retried' ? 'GRAFLOW_TASK_FAILED' : 'GRAFLOW_TASK_UNROUTABLE';
    this.log.add(taskId, { event, attempt, delayMs, reason: failure && eventReason({ code, failure }) });
  }

  /** The lease of a task ended, or its run took the runner with it. */
  lost(task: StoredTask, crash?: Failure): void {
    if (!this.log.isHeard) return;
    const { taskId, attempts: attempt } = task;
    const failure = crash ?? { name: 'LeaseLost', message: 'Its lease ended.' };
    this.log.add(taskId, { event: 'task-lost', attempt, reason: eventReason({ code: 'GRAFLOW_LEASE_LOST', failure }) });
  }

  /** A task told how far it is. */
  progressed(taskId: string, attempt: number, text: string): void {
    if (!this.log.isHeard) return;
    this.log.add(taskId, { event: 'task-progress', attempt, text: text.length > longestText ? undefined : text });
  }

  /** A task or a group has ended. */
  ended(task: StoredTask, outcome: Outcome): void {
    if (this.log.isHeard) this.log.add(task.taskId, endOf(outcome, task.form.isGroup ?? false));
  }

  #delayOf(form: StoredTask['form']): number {
    const at = dueAt(form, this.#now);
    return at === 0 ? 0 : Math.max(0, at - this.#now());
  }
}

const eventsOfEnds: ReadonlyMap<string, 'task-cancelled' | 'task-dropped'> = new Map([
  ['GRAFLOW_TASK_CANCELLED', 'task-cancelled'],
  ['GRAFLOW_TASK_DROPPED', 'task-dropped'],
]);

function endOf(outcome: Outcome, isGroup: boolean): Happening {
  const { attempt } = outcome;
  if (outcome.ok) return isGroup ? { event: 'group-succeeded' } : { event: 'task-succeeded', attempt };
  const reason: EventReason = eventReason(outcome.reason);
  if (isGroup) return { event: 'group-failed', reason };
  return { event: eventsOfEnds.get(reason.code) ?? 'task-buried', attempt, reason };
}
