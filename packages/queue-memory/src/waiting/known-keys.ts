import { DeadlineHeap } from '../time/deadline-heap.ts';
import type { StoredTask } from '../forms/stored-task.ts';

/** What is left of a list when the known are left out, and which task each of those is. */
export interface Sorted {
  readonly rest: readonly StoredTask[];
  /** The ids of the known, each with the id of the task that its key leads to; undefined where there are none. */
  readonly known: ReadonlyMap<string, string> | undefined;
}

const nothing: Sorted = { rest: [], known: undefined };

interface Holder {
  readonly key: string;
  readonly taskId: string;
  readonly hasWindow: boolean;
}

/** The tasks that deduplication keys lead to: for a window, or until they have ended. */
export class KnownKeys {
  readonly #holders = new Map<string, Holder>();
  readonly #windows = new DeadlineHeap<Holder>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Leaves out the tasks whose key leads to a known one, or to one before them; what `ending` holds until it has ended is free. */
  sort(tasks: readonly StoredTask[], ending?: StoredTask): Sorted {
    if (tasks.length === 0) return nothing;
    if (!tasks.some(hasKey)) return { rest: tasks, known: undefined };
    this.#forget(this.#now());
    const known = new Map<string, string>();
    const here = new Map<string, string>();
    const rest = tasks.filter((task) => {
      const key = task.form.options.dedup?.key;
      if (key === undefined) return true;
      const { taskId } = task;
      const holder = here.get(key) ?? this.#holderOf(key, ending);
      if (holder === undefined) here.set(key, taskId);
      else known.set(taskId, holder);
      return holder === undefined;
    });
    return { rest, known };
  }

  /** Lets the key of a task lead to it. */
  hold(task: StoredTask): void {
    const { dedup } = task.form.options;
    if (dedup === undefined) return;
    const { taskId } = task;
    const { key, windowMs } = dedup;
    const holder = { key, taskId, hasWindow: windowMs !== undefined };
    this.#holders.set(key, holder);
    if (windowMs !== undefined) this.#windows.add(this.#now() + windowMs, holder);
  }

  /** Lets the key of a task that is waiting again lead to it, where it had no window and leads to no other one by now. */
  holdAgain(task: StoredTask): void {
    const { dedup } = task.form.options;
    if (dedup !== undefined && dedup.windowMs === undefined && !this.#holders.has(dedup.key)) this.hold(task);
  }

  /** Frees the key of a task that has ended; a window goes on. */
  free(task: StoredTask): void {
    const { dedup } = task.form.options;
    if (dedup === undefined) return;
    const { taskId } = task;
    const holder = this.#holders.get(dedup.key);
    if (holder?.taskId === taskId && !holder.hasWindow) this.#holders.delete(dedup.key);
  }

  #holderOf(key: string, ending: StoredTask | undefined): string | undefined {
    const holder = this.#holders.get(key);
    return holder && !holder.hasWindow && holder.taskId === ending?.taskId ? undefined : holder?.taskId;
  }

  #forget(now: number): void {
    for (let holder = this.#windows.takeDue(now); holder; holder = this.#windows.takeDue(now)) {
      if (this.#holders.get(holder.key) === holder) this.#holders.delete(holder.key);
    }
  }
}

const hasKey = ({ form }: StoredTask): boolean => form.options.dedup !== undefined;
