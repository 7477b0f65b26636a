/** What the model knows of a task. */
interface ModelTask {
  readonly id: string;
  readonly priority: number;
  /** The order in which tasks became ready. */
  place: number;
  state: 'ready' | 'delayed' | 'leased' | 'ended';
  /** When it is due, or when its lease ends. */
  until: number;
  /** How many of its claims counted: all but those that were given back. */
  attempts: number;
  /** The attempts whose lease ended and whose holder was not heard of since. */
  readonly lost: Set<number>;
  /** Whether it was never anything but ready: only among these is the order promised. */
  isFresh: boolean;
  outcome: string | undefined;
}

/** What a settle does. */
export type Settle = 'ack' | 'retry' | 'bury' | 'release';

const maxLostLeases = 3;

/**
 * The law of the port in a page: what a queue must do, without any thought of how. Time is what it is told. A real queue
 * refines it: wherever the model leaves a choice, any of its choices is right.
 */
export class ModelQueue {
  readonly #tasks = new Map<string, ModelTask>();
  readonly #leaseMs: number;
  #places = 0;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** A task becomes ready, or delayed; one that is known stays what it is. */
  enqueue(id: string, priority: number, delayMs: number, now: number): void {
    if (this.#tasks.has(id)) return;
    const state = delayMs > 0 ? 'delayed' : 'ready';
    const rest = { attempts: 0, lost: new Set<number>(), isFresh: delayMs === 0, outcome: undefined };
    this.#tasks.set(id, { id, priority, place: this.#places++, state, until: now + delayMs, ...rest });
  }

  /** What may be claimed now: of the highest priority the first that was always ready, or any other. */
  claimable(now: number): readonly string[] {
    this.#pass(now);
    const ready = [...this.#tasks.values()].filter(({ state }) => state === 'ready');
    const highest = Math.max(...ready.map(({ priority }) => priority));
    const best = ready.filter(({ priority }) => priority === highest);
    const first = best.filter(({ isFresh }) => isFresh).toSorted((one, other) => one.place - other.place)[0];
    return best.filter((task) => task === first || !task.isFresh).map(({ id }) => id);
  }

  /** A task is claimed; gives the number of this attempt. */
  claim(id: string, now: number): number {
    const task = this.#task(id);
    task.state = 'leased';
    task.isFresh = false;
    task.until = now + this.#leaseMs;
    task.attempts += 1;
    return task.attempts;
  }

  /** A claim ends; tells whether it was valid. `attempt` fences it, and proves that a holder who lost its lease lives. */
  settle(id: string, attempt: number, how: Settle, delayMs: number, now: number): boolean {
    this.#pass(now);
    const task = this.#task(id);
    if (task.state !== 'leased' || task.attempts !== attempt) {
      task.lost.delete(attempt);
      return false;
    }
    if (how === 'ack' || how === 'bury') {
      task.state = 'ended';
      task.outcome = how === 'ack' ? 'value' : 'GRAFLOW_TASK_FAILED';
    } else {
      if (how === 'release') task.attempts -= 1;
      task.state = delayMs > 0 ? 'delayed' : 'ready';
      task.until = now + delayMs;
    }
    return true;
  }

  /** How the tasks ended that have ended. */
  outcomes(): readonly (readonly [id: string, outcome: string])[] {
    return [...this.#tasks.values()].flatMap(({ id, outcome }) => (outcome ? [[id, outcome] as const] : []));
  }

  #pass(now: number): void {
    for (const task of this.#tasks.values()) {
      if (task.until > now) continue;
      if (task.state === 'delayed') task.state = 'ready';
      if (task.state === 'leased') this.#lose(task);
    }
  }

  #lose(task: ModelTask): void {
    task.lost.add(task.attempts);
    task.state = task.lost.size >= maxLostLeases ? 'ended' : 'ready';
    if (task.state === 'ended') task.outcome = 'GRAFLOW_TASK_POISON';
  }

  #task(id: string): ModelTask {
    const task = this.#tasks.get(id);
    if (task === undefined) throw new Error(`The queue gave ${id}, which nobody enqueued.`);
    return task;
  }
}
