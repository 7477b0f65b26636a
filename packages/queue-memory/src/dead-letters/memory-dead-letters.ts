import {
  type DeadLetter,
  type DeadLetterPage,
  deadLetterPage,
  type DeadLetters,
  type DeadLettersLimit,
  type DeadReason,
  distinctTaskIds,
  usualLetters,
} from '@graflow/taskspec';
import type { TaskEvents } from '../events/task-events.ts';
import type { HeldTasks } from '../after/held-tasks.ts';
import type { OutcomeStore } from '../endings/outcome-store.ts';
import type { KnownKeys } from '../waiting/known-keys.ts';
import { StoredTask } from '../forms/stored-task.ts';

interface Kept {
  readonly task: StoredTask;
  readonly letter: DeadLetter;
}

/** The queue around its dead letters. */
interface DeadLettersHome {
  readonly events: Pick<TaskEvents, 'tell'>;
  readonly keys: Pick<KnownKeys, 'holdAgain'>;
  /** Throws where the queue is closed. */
  refuseClosed(): void;
  readonly outcomes: OutcomeStore;
  readonly heldTasks: Pick<HeldTasks, 'takeValues'>;
  /** Makes a task waiting that nobody holds. */
  wait(task: StoredTask, at: number): void;
  /** Gives what is ready to those who wait. */
  handOut(): void;
}

/** The dead letters of one process, under limits, so that failing tasks do not fill its memory. */
export class MemoryDeadLetters implements DeadLetters {
  readonly #kept = new Map<string, Kept>();
  readonly #store: DeadLettersHome;
  readonly #now: () => number;
  #limits = usualLetters;
  #bytes = 0;

  constructor(store: DeadLettersHome, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Puts limits in the place of those before. */
  limit(limits: DeadLettersLimit | undefined): void {
    this.#limits = { ...usualLetters, ...limits };
    this.#trim();
  }

  /** Keeps a task that has just ended without a value. */
  keep(task: StoredTask, reason: DeadReason, diedAt: number): void {
    const { taskId, form, attempts: attempt } = task;
    this.#remove(taskId);
    this.#kept.set(taskId, { task, letter: { taskId, name: form.name, reason, attempt, diedAt } });
    this.#bytes += form.length;
    this.#trim();
  }

  async list(page?: DeadLetterPage): Promise<readonly DeadLetter[]> {
    const { limit, offset } = deadLetterPage(page);
    this.#store.refuseClosed();
    this.#trim();
    const letters = Array.from(this.#kept.values(), ({ letter }) => structuredClone(letter));
    return letters.toReversed().slice(offset, offset + limit);
  }

  async count(): Promise<number> {
    this.#store.refuseClosed();
    this.#trim();
    return this.#kept.size;
  }

  async replay(taskIds: string | readonly string[]): Promise<number> {
    const entered = this.#take(taskIds).filter(({ task }) => this.#enterAgain(task));
    for (const { task } of entered) this.#store.events.tell(task, 'task-replayed');
    this.#store.handOut();
    return entered.length;
  }

  async discard(taskIds: string | readonly string[]): Promise<number> {
    const taken = this.#take(taskIds);
    for (const { task } of taken) this.#store.events.tell(task, 'task-discarded');
    return taken.length;
  }

  /** Makes a task that has ended waiting again, as if it were new; tells whether its id was free for it. */
  #enterAgain(dead: StoredTask): boolean {
    const { outcomes, heldTasks, keys } = this.#store;
    const { form, taskId } = dead;
    outcomes.drop(dead);
    if (outcomes.find(taskId) !== undefined) return false;
    const task = new StoredTask(form, taskId);
    task.enterIn(outcomes);
    keys.holdAgain(task);
    if (form.upstream.length > 0) heldTasks.takeValues(task);
    this.#store.wait(task, 0);
    return true;
  }

  #take(taskIds: string | readonly string[]): readonly Kept[] {
    this.#store.refuseClosed();
    this.#trim();
    return distinctTaskIds(taskIds).flatMap((taskId) => this.#remove(taskId) ?? []);
  }

  #remove(taskId: string): Kept | undefined {
    const kept = this.#kept.get(taskId);
    if (kept === undefined) return undefined;
    this.#kept.delete(taskId);
    this.#bytes -= kept.task.form.length;
    return kept;
  }

  /** Throws away what is beyond the limits, the oldest first. */
  #trim(): void {
    const { count, ageMs, bytes } = this.#limits;
    const youngest = this.#now() - ageMs;
    for (const [taskId, { task, letter }] of this.#kept) {
      if (this.#kept.size <= count && this.#bytes <= bytes && letter.diedAt >= youngest) return;
      this.#remove(taskId);
      this.#store.events.tell(task, 'task-discarded');
    }
  }
}
