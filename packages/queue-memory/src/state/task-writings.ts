import type { StateAnswer, StateRequest } from '@graflow/taskspec';
import type { TaskForm } from '../forms/task-form.ts';
import type { MemoryStore } from '../memory-store.ts';
import { ExpiringMap } from './expiring-map.ts';
import { slotOf } from './slot-of.ts';

interface Written {
  readonly expiresAt: number;
  readonly what: string;
  readonly reply: string;
}

/**
 * What tasks have written, by their form: it is the same in every attempt, and goes when nobody can run the task again.
 * A write from elsewhere comes once, because a call in one process does; one of another queue's task may come again.
 */
export class TaskWritings {
  readonly #store: MemoryStore;
  readonly #ofTasks = new WeakMap<TaskForm, Map<number, Written>>();
  readonly #ofStrangers: ExpiringMap<Written>;
  readonly #now: () => number;

  constructor(store: MemoryStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#ofStrangers = new ExpiringMap(now);
  }

  /** Applies a write, unless it was applied before. */
  once({ mark, op, place }: StateRequest, apply: () => StateAnswer): StateAnswer {
    const what = `${op} ${slotOf(place)}`;
    switch (mark.by) {
      case 'call':
        return apply();
      case 'stranger': {
        const { writeId, keptMs } = mark;
        const note = (reply: string): void =>
          this.#ofStrangers.set(writeId, { what, reply, expiresAt: this.#now() + keptMs });
        return again(this.#ofStrangers.get(writeId), what) ?? noted(apply(), note);
      }
      case 'task': {
        const task = this.#store.outcomes.find(mark.taskId);
        if (task === undefined || this.#store.leases.of(task)?.token !== mark.token) return { status: 'lost' };
        const written = this.#writtenBy(task.form);
        const note = (reply: string): unknown => written.set(mark.position, { what, reply, expiresAt: Infinity });
        return again(written.get(mark.position), what) ?? noted(apply(), note);
      }
    }
  }

  #writtenBy(form: TaskForm): Map<number, Written> {
    const written = this.#ofTasks.get(form) ?? new Map<number, Written>();
    this.#ofTasks.set(form, written);
    return written;
  }
}

/** Gives what a write gave before. */
function again(before: Written | undefined, what: string): StateAnswer | undefined {
  if (before === undefined) return undefined;
  return before.what === what ? { status: 'done', reply: before.reply } : { status: 'diverged', reply: before.what };
}

function noted(answer: StateAnswer, note: (reply: string) => unknown): StateAnswer {
  if (answer.status === 'done') note(answer.reply);
  return answer;
}
