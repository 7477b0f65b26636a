import { droppedReason, type Outcome } from '@graflow/taskspec';
import type { StoredTask } from '../forms/stored-task.ts';
import type { WaitingList } from '../waiting/waiting-list.ts';

/** A queue whose waiting tasks may give way. */
export interface FullQueue {
  /** The tasks that nobody holds. */
  readonly waiting: Pick<WaitingList, 'promote' | 'takeOldest' | 'putBack' | 'lanes'>;
  /** Ends a task. */
  end(task: StoredTask, outcome: Outcome): void;
}

/** What there is no room for. */
export interface Lacking {
  readonly tasks: number;
  readonly bytes: number;
  /** Tells how many bytes a task gives back. */
  readonly bytesOf: (task: StoredTask) => number;
}

type TakeOne = () => StoredTask | undefined;

/** Lets waiting tasks give way to new ones until there is room; tells whether there is. Where too few can, all stay. */
export function makeRoom(queue: FullQueue, fresh: readonly StoredTask[], lacking: Lacking, now: number): boolean {
  const { waiting } = queue;
  waiting.promote(now);
  const taken = new Taken(lacking);
  for (const { form, priority } of fresh) {
    const { limitKey } = form.options;
    if (limitKey !== undefined) taken.takeFor(form.length, () => waiting.lanes.takeOldest(limitKey, priority));
  }
  const lowest = Math.min(...fresh.map(({ priority }) => priority));
  taken.takeEnough(() => waiting.takeOldest(lowest));
  if (taken.isEnough) for (const task of taken.tasks) queue.end(task, droppedAfter(task.attempts));
  else for (const task of taken.tasks.toReversed()) waiting.putBack(task);
  return taken.isEnough;
}

const droppedAfter = (attempt: number): Outcome => ({ ok: false, reason: droppedReason, attempt });

/** The tasks that may give way. */
class Taken {
  readonly tasks: StoredTask[] = [];
  readonly #lacking: Lacking;
  #bytes = 0;

  constructor(lacking: Lacking) {
    this.#lacking = lacking;
  }

  get isEnough(): boolean {
    return this.tasks.length >= this.#lacking.tasks && this.#bytes >= this.#lacking.bytes;
  }

  /** Takes one for a new task, or, while bytes are lacking, as many as are as long together. */
  takeFor(bytes: number, takeOne: TakeOne): void {
    const covered = this.#bytes + bytes;
    while (!this.isEnough && this.#take(takeOne)) {
      if (this.#bytes >= Math.min(covered, this.#lacking.bytes)) return;
    }
  }

  takeEnough(takeOne: TakeOne): void {
    while (!this.isEnough && this.#take(takeOne));
  }

  #take(takeOne: TakeOne): boolean {
    const task = takeOne();
    if (task === undefined) return false;
    this.tasks.push(task);
    this.#bytes += this.#lacking.bytesOf(task);
    return true;
  }
}
