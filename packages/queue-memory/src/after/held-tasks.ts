import type { Outcome } from '@graflow/taskspec';
import { cycleOf, NoResult, upstreamFailed } from '../endings/dead-reasons.ts';
import type { TaskEvents } from '../events/task-events.ts';
import type { StoredTask, Upstream } from '../forms/stored-task.ts';
import type { Snapshot } from '../snapshot.ts';
import { GroupForm } from './group-form.ts';

/** The queue around the tasks that wait for others. */
interface HeldTasksHome {
  /** What is known by task id; the value of an outcome is a snapshot. */
  readonly outcomes: { find(taskId: string): StoredTask | undefined };
  readonly events: Pick<TaskEvents, 'letGo'>;
  /** Makes a task waiting that nobody holds. */
  wait(task: StoredTask): void;
  /** The task ends without having run. */
  end(task: StoredTask, outcome: Outcome): void;
}

/** The tasks that wait for others to end, and the groups, which do nothing else. */
export class HeldTasks {
  readonly #home: HeldTasksHome;
  readonly #dependents = new Map<string, StoredTask[]>();
  readonly #ended: [taskId: string, outcome: Outcome][] = [];
  #isTelling = false;

  constructor(home: HeldTasksHome) {
    this.#home = home;
  }

  /** How many wait; looks at each of them. */
  get count(): number {
    const all = [...this.#dependents.values()].flat();
    return new Set(all.filter((task) => isHeldBack(task) && !task.hasEnded)).size;
  }

  /** Takes a new task that waits for others; those of them that have ended count. */
  hold(task: StoredTask): void {
    const { form } = task;
    const open = new Set(form.upstream);
    task.upstream = { open, values: new Map() };
    if (form instanceof GroupForm) form.start(() => this.#finish(task, form));
    for (const taskId of form.upstream) {
      const outcome = this.#home.outcomes.find(taskId)?.outcome;
      if (outcome !== undefined) this.#tellOne(task, taskId, outcome);
      if (task.hasEnded) return;
    }
    if (this.#isCycle(task, open)) return this.#home.end(task, { ok: false, reason: cycleOf([...open]), attempt: 0 });
    for (const taskId of open) this.#dependentsOf(taskId).push(task);
    if (form instanceof GroupForm && open.size === 0) this.#finish(task, form); // one without members
  }

  /** Gives a task that runs again the values that are there now; it waits for nobody any more. */
  takeValues(task: StoredTask): void {
    task.upstream = { open: new Set(), values: new Map() };
    for (const taskId of task.form.results) {
      const outcome = this.#home.outcomes.find(taskId)?.outcome;
      if (outcome?.ok) task.upstream.values.set(taskId, outcome.value as Snapshot);
    }
  }

  /** Tells those that wait for a task how it ended. What ends thereby is told in turn, one after the other: a chain may be long. */
  tell(task: StoredTask, outcome: Outcome): void {
    if (this.#dependents.size === 0 || task.isUnseen) return;
    this.#ended.push([task.taskId, outcome]);
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let next = this.#ended.shift(); next; next = this.#ended.shift()) this.#tellDependents(...next);
    this.#isTelling = false;
  }

  /** Gives the values that a claimed task takes. One that runs again may lack some. @throws NoResult */
  valuesFor({ form, upstream }: StoredTask): Upstream['values'] | undefined {
    for (const taskId of form.results) if (!upstream?.values.has(taskId)) throw new NoResult(taskId);
    return upstream?.values;
  }

  /** Whether what a new task waits for waits for it, perhaps through others. */
  #isCycle(task: StoredTask, open: ReadonlySet<string>): boolean {
    if (task.isUnseen || !this.#dependents.has(task.taskId)) return false;
    const seen = new Set(open);
    for (const taskId of seen) {
      if (taskId === task.taskId) return true;
      for (const upstream of this.#home.outcomes.find(taskId)?.upstream?.open ?? []) seen.add(upstream);
    }
    return false;
  }

  #tellDependents(taskId: string, outcome: Outcome): void {
    const dependents = this.#dependents.get(taskId) ?? [];
    this.#dependents.delete(taskId);
    for (const task of dependents) this.#tellOne(task, taskId, outcome);
  }

  #tellOne(task: StoredTask, taskId: string, outcome: Outcome): void {
    const { form, upstream } = task;
    const { open, values } = upstream as Upstream;
    if (task.hasEnded || !open.delete(taskId)) return;
    if (form instanceof GroupForm) {
      form.note(taskId, outcome);
      if (open.size === 0) this.#finish(task, form);
    } else if (outcome.ok) {
      if (form.results.includes(taskId)) values.set(taskId, outcome.value as Snapshot);
      if (open.size === 0) this.#makeReady(task);
    } else {
      open.clear();
      this.#home.end(task, { ok: false, reason: upstreamFailed(taskId), attempt: 0 });
    }
  }

  /** All that it waited for have ended well. */
  #makeReady(task: StoredTask): void {
    this.#home.wait(task);
    this.#home.events.letGo(task);
  }

  #finish(task: StoredTask, form: GroupForm): void {
    const outcome = form.finish();
    if (!task.hasEnded) this.#home.end(task, outcome);
  }

  #dependentsOf(taskId: string): StoredTask[] {
    const known = this.#dependents.get(taskId);
    if (known !== undefined) return known;
    const dependents: StoredTask[] = [];
    this.#dependents.set(taskId, dependents);
    return dependents;
  }
}

/** Whether a task waits for others still. */
export const isHeldBack = ({ form, upstream }: StoredTask): boolean =>
  form instanceof GroupForm || (upstream !== undefined && upstream.open.size > 0);
