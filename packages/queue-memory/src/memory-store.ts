import { type AnySpec, defaultResultTtlMs, type Outcome, queueClosed, type TaskSpec } from '@graflow/taskspec';
import { MemoryLimits } from './limits/memory-limits.ts';
import { Alarm } from './time/alarm.ts';
import { MemoryDeadLetters } from './dead-letters/memory-dead-letters.ts';
import { dueAt } from './waiting/due-at.ts';
import { HeldTasks } from './after/held-tasks.ts';
import { LeaseTable } from './time/lease-table.ts';
import { OutcomeStore } from './endings/outcome-store.ts';
import type { QueueSettings } from './queue-options.ts';
import { TaskEvents } from './events/task-events.ts';
import { leavesLetter, unreadable } from './endings/dead-reasons.ts';
import { loseTask } from './endings/lose-task.ts';
import { MemoryProgress } from './progress/memory-progress.ts';
import type { StoredTask } from './forms/stored-task.ts';
import { Timeouts } from './time/timeouts.ts';
import { KnownKeys, type Sorted } from './waiting/known-keys.ts';
import { refuseTaken } from './waiting/refuse-taken.ts';
import { WaitingClaimers } from './waiting/waiting-claimers.ts';
import { WaitingList } from './waiting/waiting-list.ts';

const none: readonly StoredTask[] = [];

/**
 * The tasks of a queue. Every method is one step: nothing in it awaits, so that nobody sees half of it.
 *
 * held back (after others) -> waiting; waiting -> claimed (claim) -> ended (end) -> forgotten, after `resultTtlMs`;
 * claimed -> waiting (giveBack, or a lost lease); any -> ended (lost too often, cancelled, or after one that failed).
 */
export class MemoryStore {
  /** When a claim was last answered; 0 for never. */
  lastClaimAt = 0;
  /** Who waits for a task. */
  readonly claimers: WaitingClaimers;
  /** The tasks that nobody holds. */
  readonly waiting: WaitingList;
  /** What is known by task id. */
  readonly outcomes: OutcomeStore;
  /** What is kept of tasks that ended without a value. */
  readonly deadLetters: MemoryDeadLetters;
  /** Which tasks deduplication keys lead to. */
  readonly keys: KnownKeys;
  /** What may be claimed together. */
  readonly limits: MemoryLimits;
  readonly #settings: QueueSettings;
  /** Who holds which task. */
  readonly leases: LeaseTable;
  /** How far they are. */
  readonly progress: MemoryProgress;
  /** What happens to tasks, for those who listen. */
  readonly events: TaskEvents;
  readonly #alarm: Alarm;
  readonly #waits = new Timeouts();
  /** The tasks that wait for others. */
  readonly heldTasks = new HeldTasks(this);
  /** Whether everybody was sent away. */
  isClosed = false;

  constructor(settings: QueueSettings) {
    this.#settings = settings;
    this.keys = new KnownKeys(settings.now);
    this.deadLetters = new MemoryDeadLetters(this, settings.now);
    this.limits = new MemoryLimits(this, settings);
    this.leases = new LeaseTable(settings.leaseMs);
    this.events = new TaskEvents(settings.now);
    this.waiting = new WaitingList(this.events.ready);
    this.progress = new MemoryProgress(this.leases, this.events);
    this.claimers = new WaitingClaimers(this.#waits, () => this.claim());
    this.outcomes = new OutcomeStore({ ...settings, timeouts: this.#waits });
    this.#alarm = new Alarm(settings.now, () => this.#settleDue());
  }

  /** Adds tasks, all or none; tells which are known under another id. @throws TaskSpecError `GRAFLOW_TASK_ID_TAKEN` */
  add(tasks: readonly StoredTask[], isLimited = false): Sorted['known'] {
    this.refuseClosed();
    const { rest, known } = this.keys.sort(tasks);
    refuseTaken(rest, this.outcomes);
    for (const fresh of isLimited ? this.limits.takeIn(rest) : rest) this.#addOne(fresh);
    this.handOut();
    return known;
  }

  /** Claims the next task. */
  claim(): TaskSpec | undefined {
    this.refuseClosed();
    this.lastClaimAt = this.#settings.now();
    if (this.waiting.nearest !== Infinity) this.waiting.promote(this.#settings.now());
    const startsAt = this.limits.startsAt(this.leases.openCount);
    if (startsAt > 0) {
      this.#alarm.set(startsAt);
      return undefined;
    }
    if (this.waiting.ageing !== undefined) this.waiting.raise(this.#settings.now());
    for (let task = this.waiting.take(); task; task = this.waiting.take()) {
      const spec = this.#open(task);
      if (spec !== undefined) return spec;
    }
    this.#alarm.set(this.waiting.nearest);
    return undefined;
  }

  /** Gives the task that a spec holds. @throws TaskSpecError where it holds none. */
  held(spec: AnySpec): StoredTask {
    this.refuseClosed();
    return this.leases.held(spec);
  }

  /** Ends a task for good; its follow-ups become waiting, and what was to run after it. */
  end(task: StoredTask, outcome: Outcome, followUps: readonly StoredTask[] = none): void {
    const { rest } = this.keys.sort(followUps, task);
    refuseTaken(rest, this.outcomes);
    this.leases.close(task);
    this.waiting.lanes.leave(task);
    this.events.ended(task, outcome);
    this.keys.free(task);
    this.limits.let(task);
    this.progress.forget(task);
    const now = this.#settings.now();
    this.outcomes.settle(task, outcome, now + (task.form.options.resultTtlMs ?? defaultResultTtlMs));
    if (!outcome.ok && leavesLetter(outcome.reason) && !task.form.isGroup)
      this.deadLetters.keep(task, outcome.reason, now);
    this.#alarm.set(this.outcomes.nearest);
    for (const fresh of rest) this.#addOne(fresh);
    this.heldTasks.tell(task, outcome);
    this.handOut();
  }

  /** Gives what is ready to those who wait. */
  handOut(): void {
    this.claimers.handOut();
  }

  /** Makes a claimed task waiting again. */
  giveBack(task: StoredTask, delayMs = 0): void {
    this.leases.close(task);
    this.wait(task, delayMs > 0 ? this.#settings.now() + delayMs : 0);
    this.handOut();
  }

  /** Ends all waits; the second call changes nothing. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const error = queueClosed(this.#settings.name);
    this.#alarm.stop();
    this.events.close(error);
    this.outcomes.close(error);
    this.leases.loseAll();
    this.#waits.close(error);
    this.handOut();
  }

  /** @throws TaskSpecError `GRAFLOW_QUEUE_CLOSED` */
  refuseClosed(): void {
    if (this.isClosed) throw queueClosed(this.#settings.name);
  }

  /** Opens a claim. A task that can be written but not read back is dead-lettered, as a bad record is. */
  #open(task: StoredTask): TaskSpec | undefined {
    const claim = this.leases.open(task, this.#settings.now);
    this.events.claimed(task);
    this.#alarm.set(this.leases.nearest);
    this.limits.started();
    try {
      return task.form.open(claim, this.heldTasks.valuesFor(task));
    } catch (error) {
      this.end(task, { ok: false, reason: unreadable(error), attempt: task.attempts });
      return undefined;
    }
  }

  #addOne(task: StoredTask): void {
    if (this.outcomes.knownAs(task) !== undefined) return;
    task.enterIn(this.outcomes);
    this.keys.hold(task);
    this.events.enqueued(task);
    this.limits.hold(task);
    if (task.form.upstream.length > 0 || task.form.isGroup) this.heldTasks.hold(task);
    else this.wait(task);
  }

  /** Makes a task waiting that nobody holds, until its time where that has not come. */
  wait(task: StoredTask, at = dueAt(task.form, this.#settings.now)): void {
    this.waiting.add(task, at !== 0 && at > this.#settings.now() ? at : 0);
    this.#alarm.set(this.waiting.nearest);
  }

  /** Does what is due: lost leases, delayed tasks, outcomes to forget. */
  #settleDue(): void {
    const now = this.#settings.now();
    for (let task = this.leases.takeLost(now); task; task = this.leases.takeLost(now))
      loseTask(this, task, this.#settings.maxLostLeases);
    this.outcomes.forget(now);
    this.handOut();
    this.#alarm.set(Math.min(this.leases.nearest, this.waiting.nearest, this.outcomes.nearest));
  }
}
